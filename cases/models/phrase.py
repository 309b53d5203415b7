"""Texts of the register in other languages."""

import pgtrigger
from django.db import models
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _

from cases.models.guards import Editable, by_office, in_words, keeps_history, one_of, refuses
from cases.vocabulary import PhraseLanguage


@keeps_history()
class Phrase(Editable):
    """A text of the register in another language: a title, a question, a source, a name.

    It belongs to the text itself: a text that is changed is translated anew.
    """

    source = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=2, choices=PhraseLanguage.choices)
    text = models.TextField(_("in this language"))

    class Meta:
        verbose_name = _("text in another language")
        verbose_name_plural = _("texts in other languages")
        ordering = ["source", "language"]
        constraints = [
            models.UniqueConstraint("language", MD5("source"), name="phrase_once_in_a_language"),
            one_of("phrase_language_known", "language", PhraseLanguage),
            models.CheckConstraint(
                name="phrase_says_something", condition=in_words("source") & in_words("text")
            ),
        ]
        triggers = [
            by_office(
                "phrase", "change_phrase", pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
            ),
            refuses(
                "phrase_of_published_criteria_stays",
                pgtrigger.Update | pgtrigger.Delete,
                "EXISTS (SELECT 1 FROM cases_criterion c JOIN cases_criteriaset s "
                "ON s.id = c.criteria_set_id WHERE s.status <> 'draft' AND c.text = OLD.source)"
                " AND (TG_OP = 'DELETE' OR (NEW.source, NEW.language, NEW.text) "
                "IS DISTINCT FROM (OLD.source, OLD.language, OLD.text))",
                "A question of published criteria is not reworded.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
