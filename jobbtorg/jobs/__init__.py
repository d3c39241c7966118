"""Long work: asked for on a page, done by the worker, watched and fetched under Arbeten.

A kind is a generator that yields after each step and gives a file at the end. Two lines more make
a button of it:

    @job("arsrapport", "Årsrapport")
    def yearly(work: Work) -> Iterator[None]:
        rows = []
        for unit in work.left(list(Unit.objects.all())):
            rows += figures(unit, work.parameters["year"])
            yield
        work.give("Årsrapport.csv", as_csv(rows), "text/csv")

    def ask(request):  # the view
        asked = start("arsrapport", {"year": 2026}, by=request.user)
        return redirect(asked)

What is stored where it belongs, under an act's own row, is no file of the work's: such a kind says
`work.lead(page)` instead, and is seen there by whoever may see that page.

The module of the kinds is imported in its app's `ready()`. What happens between two yields is one
transaction together with the count of the step, so a killed worker has done a step wholly or not
at all. Work is then done again from its beginning; a kind whose steps write rows says
`resumes=True` and goes on from the first step that is left. What is written after the last yield
is written with the file, once. A kind asks again at that time what `work.by` may see: hours may
have passed. Never keep a queryset's `.iterator()` open over a yield.
"""
