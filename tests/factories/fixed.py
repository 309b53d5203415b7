"""Days, words and numbers that all records share."""

import datetime
import itertools

DAY = datetime.date(2019, 3, 1)
#: Noon of that day in Dushanbe.
NOON = datetime.datetime(2019, 3, 1, 7, tzinfo=datetime.UTC)
#: When batches are approved, a month before they are paid.
APPROVED_AT = NOON - datetime.timedelta(days=28)
#: A day that lies ahead whenever the tests run.
AHEAD = datetime.date(2099, 1, 1)
SINCE_2019 = (datetime.date(2019, 1, 1), None)
#: What a second person says who confirms without a paper on file.
SEEN = {"without_paper": "The consulate has seen the original."}
PASSWORD = "correct-horse-battery"
numbers = itertools.count(1)
