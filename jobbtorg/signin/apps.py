"""The app of the sign-in; what a session remembers of when it began is set by a signal."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "jobbtorg.signin"
    label = "signin"
    verbose_name = "Inloggning"

    def ready(self) -> None:
        """Each session notes when it began, however its user came in."""
        from django.contrib.auth.signals import user_logged_in

        from jobbtorg.signin.sessions import began

        user_logged_in.connect(began)
