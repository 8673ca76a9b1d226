"""The English words the reading rules know: data, not code (content.md F3 rules).

Words stand in their plain form; ``bot.domain.smart.text.any_form`` looks past endings. A list is
a block of words between spaces, so that a change is a change of one word.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    found = [tuple(line.split()) for line in text.strip().splitlines()]
    return tuple(sorted(found, key=len, reverse=True))


#: How people begin: "I want to", "my goal is to". Stripped, one after the other.
LEAD_INS = _phrases("""
    i want to
    i would like to
    i'd like to
    i would love to
    i'd love to
    i hope to
    i plan to
    i intend to
    i aim to
    i need to
    i have to
    i should
    i will
    i'll
    i'm going to
    i am going to
    i wish to
    i want
    my goal is to
    my goal is
    my goal for this year is to
    my aim is to
    my plan is to
    my ambition is to
    my dream is to
    the goal is to
    goal is to
    goal
    it would be great to
    i'm trying to
    i am trying to
    i'm hoping to
    to
""")

#: D: what a friend could see somebody doing.
DOING = _words("""
    earn ship present lead publish reduce mentor interview write build launch deliver design run
    host teach train coach hire negotiate apply complete finish pass submit win sell close cut
    save draft read record review create organise organize plan prepare speak talk pitch migrate
    automate document test refactor deploy release fix replace open start set meet book visit
    call ask shadow rotate move join certify learn practise practice rehearse demo facilitate
    chair represent own manage supervise delegate research analyse analyze measure survey map
    sign renew contribute raise file give hold introduce answer respond reply implement code
    program translate edit film exercise swim walk cycle attend study take double triple halve
    increase decrease lower grow recruit onboard secure land obtain attain reach achieve get
    invite share post blog podcast collect compare pilot trial prototype define agree propose
    spend invest enrol enroll register graduate qualify transition transfer lead-author
    moderate keynote audit forecast budget model query visualise visualize clear
    send collaborate compile conduct cover cook carry volunteer sponsor resolve solve
    decide pick choose sit lift bring take-over hand summarise summarize log track block leave
""")

#: Doing words that go on and on: what is done needs an end to be a result.
ONGOING = _words("""
    lead manage own mentor coach run host represent supervise facilitate practise practice learn
    study track read plan organise organize teach train attend hold support moderate talk speak
    exercise swim walk cycle cook lift sit collaborate
""")

#: Verbs that reach a state rather than do a thing; they need a role or a credential.
REACHING = _words("""
    get become be being earn win gain land secure obtain receive reach move step grow transition
    advance rise apply achieve make hold attain progress promote
""")

#: W: soft verbs. Nobody can see them happen.
SOFT = _words("""
    improve develop grow advance progress enhance strengthen better understand explore think feel
    try focus work become want need like love hope figure know see consider aim strive continue
    keep maintain stay evolve excel succeed thrive change boost expand increase broaden deepen
    deal handle cope help support communicate appreciate enjoy care pursue seek be get do make
    have go come network collaborate engage connect contribute discover find learn gain achieve
""")

#: V: words that could mean anything.
VAGUE = _words("""
    skill skills thing things stuff something someone somehow somewhere anything everything career
    life work job future success potential best better good great well person people area areas
    way ways lot lots bit kind sort level next new different various several some more most less
    goal goals ambition opportunity opportunities growth development progress improvement
    experience knowledge professional professionally personally personal overall generally really
    very quite much many confident confidence comfortable effective effectively efficient
    productive productivity successful valuable useful impact impactful
    proactive strategic strategically visible visibility recognised recognized respected
    happy happier balance balanced motivated motivation organised organized
    self myself oneself field place point direction path role-model
    important high higher big bigger real true proper soon later eventually someday
    others other team everyone everybody organisation organization company world
    leader expert hard smart smarter harder outside inside technical soft aspects aspect stronger
    strong quickly fast active actively known meaningful difference fulfilled fulfilling
    responsibility responsibilities relationship relationships long term short own part
    forward ahead upward upwards onward
    kinder calmer braver sure clear clearer time times
""")

#: Comparisons: better than what?
COMPARATIVES = _words("""
    more less better worse faster slower stronger weaker bigger smaller smarter higher lower
    greater fewer quicker calmer happier clearer braver bolder kinder sharper deeper further
    healthier fitter wiser stricter tighter earlier longer shorter
""")

#: N: roles and credentials. Having one is a fact.
ROLES = _words("""
    role position certification certificate certified promotion promoted senior manager
    director head principal supervisor engineer architect analyst consultant degree diploma
    licence license accreditation qualification title mba phd pmp cissp cpa cfa masters
    bachelor scholarship fellowship internship apprenticeship professor lecturer officer
    coordinator specialist designer developer editor president vp cto ceo cfo coo executive
    owner producer scientist nurse therapist trainer freelancer tenure membership secondment
    visa job-offer team-lead pm sre qa ic citizenship associate administrator programmer
    accountant auditor chartered instructor facilitator
""")
#: Roles that are verbs too: only after a word of ``ROLE_BEFORE``.
ROLE_OR_VERB = _words("""
    lead offer coach mentor award grant raise chair contract partner patent master
    staff graduate leave seat
""")
ROLE_BEFORE = _words("a an the my first new pay team tech senior job design product official")

#: Words that hold a sentence together and say nothing of a goal.
STOP = _words("""
    a an the and or but nor so as at by for from in into of off on onto out over to up with within
    without about above after again against all also always am any are aren't around because been
    before being below between both can could did do does doing done down during each either else
    ever every few had has have having he her here hers him his how i i'd i'll i'm i've if is isn't
    it it's its itself just let's like me mine my no not now once one only our ours she should
    since still such than that that's the their theirs them then there these they this those
    through throughout too under until upon us via was we were what what's when where whether
    which while who whom whose why will would yet you your yours be get got getting become
    becoming want wants wanted need needs able own per towards toward across along among
    enough even maybe perhaps please together rather really another same instead using
    possible order bit anyway hopefully
""")

#: Numbers in words. "a" and "an" count only before a unit of time.
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
    "hundred": 100, "couple": 2, "dozen": 12, "half": 0, "both": 2, "first": 1,
}  # fmt: skip

#: Amounts that are no number by themselves but measure all the same.
AMOUNTS = _words("""
    twice once thrice double triple halve half zero none hundred hundreds thousand thousands
    million millions percent per-cent dozen both all
""")
#: Symbols and short words that make a number an amount of money.
CURRENCIES = _words("$ € £ ¥ usd eur gbp dollars dollar euros euro pounds pound")

#: "Every planning meeting", "once a week": how often, not by when.
FREQUENCY = _words(
    "daily weekly fortnightly biweekly monthly quarterly nightly yearly annually weekdays"
)
EACH = _words("every each per")
#: After "once a", "twice per", "3 times every".
PERIODS = _words(
    "day night morning evening afternoon week fortnight month quarter year sprint hour"
)

#: Nobody keeps these for ever (content.md F3 A).
ABSOLUTES = _phrases("""
    every day
    every single
    every morning
    every evening
    every night
    never
    always
    100%
    100 %
    without exception
    no matter what
""")

#: Somebody else's wish. When a reason holds nothing more, whose goal is it?
PRESSURE = _phrases("""
    my boss wants
    my manager wants
    my boss expects
    my manager expects
    my boss told me
    my manager told me
    my boss said
    my manager said
    my boss asked
    my manager asked
    they want me
    they expect
    i should
    i have to
    i am supposed to
    i'm supposed to
    supposed to
    have to
    expected of me
    it is expected
    it's expected
    because i must
    everyone does
    everyone else
""")
#: What the person gets out of it: with one of these a reason is their own.
OWN_GAIN = _phrases("""
    i want
    i'd like
    i like
    i love
    i enjoy
    i care
    i can
    i could
    for me
    for myself
    matters to me
    gives me
    lets me
    helps me
    i would
    i'd
""")
#: A reason inside the sentence itself.
REASONS = _phrases("""
    so that
    because
    in order to
    so i can
    so i could
    so we can
    since i
    to be able to
""")

# --- time ----------------------------------------------------------------------------------------

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
    "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9,
    "sep": 9, "sept": 9, "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12,
    "dec": 12,
}  # fmt: skip
#: Months that are also words: only after a word of time, or beside a day or year.
MONTH_OR_WORD = _words("may march mar")
WEEKDAYS = {
    "monday": 0, "mon": 0, "tuesday": 1, "tue": 1, "tues": 1, "wednesday": 2, "wed": 2,
    "thursday": 3, "thu": 3, "thurs": 3, "friday": 4, "fri": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
#: First month of each; winter goes on into the next year.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
QUARTERS = {"q1": 1, "q2": 2, "q3": 3, "q4": 4}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2}
UNITS = {
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month",
    "months": "month", "quarter": "quarter", "quarters": "quarter", "year": "year",
    "years": "year", "fortnight": "fortnight", "fortnights": "fortnight", "yr": "year",
    "yrs": "year", "wks": "week", "mths": "month",
}  # fmt: skip

#: Words before a time. "Before" ends a day earlier than "by".
TIME_LEADS = _words(
    """by before in within until till on at for from over during come around through throughout
    after"""
)
BEFORE = _words("before")
THE = _words("the my our a an your")
#: Only after these is an event a time: "present at the conference" says where.
EVENT_LEADS = _words("before by until till")
#: Parts of a stretch: "end of June", "mid-May", "early next year".
EDGES = {
    "end": "end", "late": "end", "close": "end", "mid": "middle", "middle": "middle",
    "midway": "middle", "beginning": "start", "start": "start", "early": "start",
}  # fmt: skip

#: What a date can hang on: "before the April review".
EVENTS = _words("""
    review reviews conference launch offsite off-site summit interview deadline demo exam audit
    appraisal release retrospective retro holidays holiday christmas easter graduation
    kickoff kick-off meeting workshop presentation townhall all-hands cycle renewal
    budget election season term semester sprint assessment evaluation townhall go-live
    anniversary birthday ramadan eid diwali thanksgiving midsummer leave
    trip wedding move vacation break
""")
#: The ones with a date of their own, or words that may stand before any event.
EVENT_WORDS = _words("""
    annual performance yearly quarterly monthly mid-year year-end midyear end-of-year next board
    summer winter spring autumn salary pay promotion planning team budget project product sprint
    half-year team's company's final half half-yearly steering
""")

#: Words that put a thing off (content.md F3 T).
PUT_OFF = _phrases("""
    as soon as possible
    in the near future
    in the future
    in the long term
    in the long run
    at some point
    sooner or later
    when i can
    when i have time
    when possible
    one day
    some day
    down the road
    down the line
    in due course
    over time
    soon
    someday
    sometime
    eventually
    later
    asap
    long term
    long-term
    one of these days
""")
