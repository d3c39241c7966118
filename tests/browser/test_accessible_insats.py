"""Uppdrag, jobbplan, närvaro, händelser, uppföljning and avslut: WCAG 2.2 AA by axe, at 320 px."""

from tests.browser.examiner import Examiner
from tests.world import World


def test_the_insats_from_uppdrag_to_avslut(world: World, open_page):
    chef, coach = Examiner(open_page(world.chef)), Examiner(open_page(world.coach))
    given_not = world.running()
    root = given_not.get_absolute_url()
    chef.visit(f"{root}uppdrag/", state="att ge")
    chef.press("Ge uppdrag", "gett")
    coach.visit(f"{root}uppdrag/", state="att ta emot")
    coach.visit(f"{root}narvaro/", state="inte mottaget")
    case = world.planned("200203152390")
    root = case.get_absolute_url()
    coach.visit(f"{root}uppdrag/", state="utan närvaro")
    coach.visit(f"{root}narvaro/", state="tom")
    coach.visit(f"{root}narvaro/planera/")
    coach.press("Planera mötet", "utan svar")
    meeting = world.meeting(case)
    coach.visit(f"{root}narvaro/", state="möte planerat")
    coach.visit(f"{root}narvaro/moten/{meeting.pk}/")
    coach.visit(f"{root}narvaro/moten/{meeting.pk}/stall-in/")
    coach.press("Ställ in mötet", "utan skäl")
    old = world.attendance(case)
    world.attendance(case, outcome="sen", replaces=old, why_replaced="Kom en kvart sent.")
    event = world.event(case, measures="Vi ringer i morgon.")
    world.save_plan(case, seen=1, agreement="delvis", objections="Jag vill börja senare på dagen.")
    for page in ("uppdrag", "jobbplan", "jobbplan/2", "narvaro", "handelser", "uppfoljning"):
        coach.visit(f"{root}{page}/", state="med innehåll")
    coach.visit(f"{root}handelser/{event.pk}/ratta/")
    coach.press("Rätta", "utan skäl")
    coach.visit(f"{root}avsluta/")
    coach.press("Avsluta insats", "utan svar")
    world.follow_up(case)
    world.follow_up(case, "chef")
    chef.visit(f"{root}uppfoljning/", state="gjord")
    world.close(case)
    for page in ("uppdrag", "avsluta", "uppfoljning"):
        coach.visit(f"{root}{page}/", state="avslutad")
    coach.visit(f"{root}avsluta/ratta/")
    coach.press("Rätta avslutet", "utan skäl")
    chef.visit(f"{root}avsluta/oppna/")
    chef.visit("/insatser/?flik=alla")
    chef.visit("/frister/")
    chef.visit("/lagesbild/")
    chef.visit(f"/lagesbild/{world.coach.pk}/")
    chef.press("Fördela om", "inget valt")
    problems = [*chef.problems, *coach.problems]
    assert chef.seen and coach.seen
    assert problems == [], "\n".join(["", *problems])
