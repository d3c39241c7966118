"""Django's has_perm speaks the same truth as the delegation register."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from jobbtorg.organisation.models import Unit, User

PREFIX = "organisation.may_"


class DelegationBackend(BaseBackend):
    """user.has_perm("organisation.may_insats_ratt", unit): may this be decided here today?"""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Only for delegation permissions, and only about a unit."""
        if not perm.startswith(PREFIX) or not isinstance(obj, Unit):
            return False
        return isinstance(user_obj, User) and user_obj.may(perm.removeprefix(PREFIX), obj)
