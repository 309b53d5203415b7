"""Addresses of daily work: tasks, reviews, messages, search, drafts."""

from django.urls import path

from cases.urls.references import Urls
from cases.views import (
    assessments,
    calendar,
    drafts,
    follow_ups,
    help_pages,
    messages,
    reviews,
    search,
    style,
    tasks,
)

urlpatterns: Urls = [
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/assign/", tasks.tasks_assign, name="tasks-assign"),
    path("reviews/", reviews.queue, name="reviews"),
    path("reviews/step/", reviews.step, name="reviews-step"),
    path("reviews/confirm/", reviews.confirm_together, name="reviews-confirm"),
    path("assessments/<reference:reference>/<int:n>/", assessments.assessment, name="assessment"),
    path(
        "assessments/<reference:reference>/<int:n>/withdraw/",
        assessments.assessment_withdraw,
        name="assessment-withdraw",
    ),
    path("hearings/", calendar.calendar, name="hearings"),
    path("messages/", messages.message_list, name="messages"),
    path("messages/<int:pk>/", messages.message_open, name="message-open"),
    path("messages/read/", messages.messages_read, name="messages-read"),
    path("search/", search.find, name="search"),
    path("search/suggest/", search.suggest, name="search-suggest"),
    path("follow-up/", follow_ups.follow_up_list, name="follow-ups"),
    path("keep-draft/", drafts.draft_keep, name="draft-keep"),
    path("drafts/offer/", drafts.draft_offer, name="draft-offer"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/discard/", drafts.draft_discard, name="draft-discard"),
    path("help/", help_pages.help_page, name="help"),
    path("style/", style.style_guide, name="style"),
]
