"""The sections of the workshop that the reader of a page sees."""

from django import template

from cards.lib.workshop import sections_for

register = template.Library()
register.filter("workshop_sections", sections_for)
