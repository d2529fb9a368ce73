"""Logging in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.Form):
    """Who one says one is, and the password."""

    login = forms.CharField(
        label=_("Employee number"),
        help_text=_("It is on your payslip. Your work e-mail address will do as well."),
        max_length=254,
        # No numeric keyboard: some numbers have letters in them, and an address has many.
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        # The page comes back filled in, but a password is never written into one.
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def refuse(self, message: str) -> None:
        """Say why nobody is let in, and put whoever tries again where it is said."""
        self.add_error(None, message)
        self.fields["password"].widget.attrs |= {
            "aria-describedby": "login-error",
            "aria-invalid": "true",
            "autofocus": True,
        }


class BecomeForm(forms.Form):
    """Whom a visitor of the demo wants to be."""

    person = forms.IntegerField(min_value=1, max_value=2**31 - 1)
