"""People who sign in, what they read, and how often something was tried."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes users known by their e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password, sign-in waits for the reset link."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """A person with an account; what they may do comes from their memberships."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("adresse électronique", unique=True)
    # Chosen once: several organisations for one person, one at a time.
    last_membership_id = models.BigIntegerField(null=True)
    news_seen_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or f"compte {self.pk}"


class AccessLog(models.Model):
    """Who read or did what about whom, and in whose name. Rows are written once."""

    at = models.DateTimeField(db_index=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    impersonator = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    organisation_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30)
    screen = models.CharField(max_length=80)
    about = models.CharField(max_length=80, blank=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]


class Attempt(models.Model):
    """How many times something was tried in a window: a code, a log-in, an outside call."""

    key = models.CharField(max_length=64)
    window = models.BigIntegerField()  # the second it began, since 1970
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "window"], name="attempt_once_per_window")
        ]
