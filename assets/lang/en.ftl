# The interface in English. A test requires the same keys in every file here, and that each is used.

app-name = Cermin
app-line = A game about how far a state may watch its people. Every country and person in it is invented.

year-quarter = year { $year }, quarter { $quarter }
meter-in-words = { $name } { $value }
meter-up = { $name } { $value }, up { $change }
meter-down = { $name } { $value }, down { $change }
changed = Changed: { $list }.
unchanged = No meter has changed.
quarters-passed = { $n ->
    [one] A quarter passes.
   *[other] { $n } quarters pass.
}
quarter-line = { $name } { $change }  { $because } ({ $rule })
quarter-line-several = { $name } { $change }  Several rules at once.
group-glad = Most content after it: { $group } ({ $change }).
group-sore = Least content after it: { $group } ({ $change }).
shock-came = { $name }.
plan-moved = The levers that are not yours were moved: { $list }.
dropped = What was pending has lapsed.
pending = Pending: { $text }
content-notes = Before it begins: { $notes }
minutes = { $from } to { $to } minutes
gives = gives
costs = costs
locked = locked
needs = needs { $name } { $needed }, you have { $have }
needs-at-most = only while { $name } is at most { $needed }; it is { $have }
needs-budget = costs { $cost } a quarter, the budget leaves { $left }
needs-other = not as things stand
stance-watch = watch
stance-regulate = regulate
stance-refuse = refuse
stance-listen = listen

ending-reached = The end: { $title }
ending-seed = Seed { $seed }. Who plays it with the same seed meets the same luck.
ending-region = Where the country is now: { $region }
ending-chairs = The same country from another chair: { $list }.
foot-mouse-off = mouse: the terminal's
you-chose = You chose: { $choice }

library-title = The storylines
library-continue = Go on: { $scene }, { $date } ({ $n ->
    [one] one decision
   *[other] { $n } decisions
})
library-ended = Look back: { $ending } ({ $n ->
    [one] one decision
   *[other] { $n } decisions
})
library-endings = { $n } of { $all } endings found: { $titles }.
library-begin = Begin
library-begin-again = Begin anew
library-broken = { $name }: this pack has { $n ->
    [one] an error
   *[other] { $n } errors
}; `cermin check { $name }` shows them
library-empty = There is no storyline here. A path may be given: cermin play PATH
library-other-language = Bahasa Indonesia: press { $key }

screen-transcript = Transcript
screen-rules = Rules
screen-keys = Keys
too-small = Cermin needs 40 columns and 12 rows; this window has { $width } and { $height }. Make it larger, or use --plain.
more-above = more above
more-below = more below

key-up = up
key-down = down
key-page-up = a page up
key-page-down = a page down
key-first = to the beginning
key-last = to the end
key-confirm = take what is marked
key-back = back
key-choose = choose by number
key-undo = undo a decision
key-redo = do it again
key-transcript = transcript
key-keys = keys
key-language = language
key-palette = commands
key-type = write
key-erase = take a letter back
foot-do = do it
palette-none = No command is called so.
key-copy = copy the passage
notice-copied = Copied, if your terminal allows it.
key-find = find
key-found-next = the next place that has it
key-found-before = the place before
notice-not-found = «{ $word }» is nowhere here.
key-charts = charts
key-table = as a table, or drawn
chart-none = There is nothing to draw here.
chart-now = now
chart-decisions = Your decisions
chart-others = Beside yours, as the other plays would have it: { $list }
chart-hidden = Only what your office sees to the point can stand beside other plays.
chart-by-quarter = { $name }, quarter by quarter
key-map = map
key-left = to the left
key-right = to the right
screen-map = Map
map-deck = Between two scenes
map-unseen = Nobody has been here yet.
map-passed = Passed by; nobody has been here yet.
map-before = Seen in another run.
map-met = { $met } of { $all } scenes between met, in all runs.
map-done = { $date }: { $chosen }
map-here = You are here.
map-legend-here = here
map-legend-been = been
map-legend-before = another run
map-legend-ahead = ahead
map-legend-passed = passed by
map-ending = An ending.
map-legend-deck = between scenes
map-legend-ending = ending
foot-aside = across
map-count = { $seen } of { $all } places, { $endings } of { $most } endings
map-count-short = { $seen }/{ $all }, { $endings }/{ $most }
map-fog = Nobody has seen { $ahead } places that lie ahead, and { $passed } that this play has passed by.
key-people = people
people-scenes = { $n ->
    [1] In one scene.
   *[other] In { $n } scenes.
}
people-unmet = { $n ->
    [0] Everybody in this story has spoken.
    [1] One more has not spoken.
   *[other] { $n } more have not spoken.
}
key-settings = settings
key-before = the marked setting, one back
key-after = the marked setting, one further
foot-change = change
setting-language = Language
setting-language-about = What everything is said in. By itself: as the environment says.
setting-language-auto = by itself
setting-language-en = English
setting-language-id = Bahasa Indonesia
setting-theme = Colours
setting-theme-about = How the screen is painted. Your terminal's own colours suit light and dark alike.
setting-theme-terminal = your terminal's own
setting-theme-ink = ink
setting-theme-paper = paper
setting-theme-contrast = high contrast
setting-theme-okabe-ito = for every colour vision
setting-theme-mono = none
setting-signs = Signs
setting-signs-about = Arrows, bars and rules, or letters that every terminal has.
setting-signs-auto = by itself
setting-signs-unicode = arrows and bars
setting-signs-ascii = letters alone
key-other-face = lines of words, or the screen
notice-no-screen = There is no full screen here: it needs a terminal.
setting-face = Face
setting-face-about = The full screen, or lines of words that a screen reader reads out. It changes at once.
setting-face-auto = by itself
setting-face-screen = the full screen
setting-face-plain = lines of words
setting-motion = Motion
setting-motion-about = How much moves. By itself: full, unless NO_MOTION is set. Reduced: no text unfolds. None: how far work is stands in digits alone.
setting-motion-auto = by itself
setting-motion-full = full
setting-motion-reduced = reduced
setting-motion-none = none
setting-pace = Text
setting-pace-about = How fast a new scene unfolds. Any key brings the rest; what you have read before comes at once.
setting-pace-fast = fast
setting-pace-middling = middling
setting-pace-slow = slow
setting-pace-instant = at once
setting-mouse = Mouse
setting-mouse-about = Click and scroll here. Off, or with Shift, the terminal selects text.
setting-mouse-on = on
setting-mouse-off = off
notice-settings = In the settings file: { $why }. The rest of it holds.
notice-no-settings = Set for now, but it could not be kept: { $why }
notice-set = { $name }: { $word }.
plain-setting = { $name }: settings { $id } { $word }. It can be { $words }.
key-begin = begin anew
key-library = library
key-mouse = mouse on or off
key-suspend = to the shell and back
key-quit = quit
foot-choose = choose
foot-move = move
foot-undo = undo
foot-open = open

notice-undone = { $n ->
    [one] One decision taken back.
   *[other] { $n } decisions taken back.
}
notice-redone = { $n ->
    [one] One decision made again.
   *[other] { $n } decisions made again.
}
notice-nothing-to-undo = There is nothing to take back.
notice-nothing-to-redo = There is nothing to make again.
notice-locked = That choice is locked: { $why }.
notice-no-such = There is no choice { $n } here.
notice-not-saved = This decision is not saved: { $why }. Play goes on; what you do is kept only while this runs.
notice-damaged = A saved run could not be read ({ $why }). It was set aside as { $path }; nothing was deleted.
notice-unreadable = A saved run could not be read: { $why }
notice-other-story = This run is of another story (`{ $story }`).
notice-cut = The story has changed since: after { $n ->
    [0] the beginning
    [one] one decision
   *[other] { $n } decisions
} it no longer allows `{ $choice }`. You are where it still holds. The old run is kept as it was.
notice-numbers = The story has changed since: all decisions hold, but from decision { $n } on the numbers differ.
notice-edited = The story's files have changed since this run was saved; nothing in it differs.
notice-fault = The story has a mistake: { $why }. Nothing was changed; take another choice, or undo.
notice-dead-end = Every choice here is locked. Take a decision back ({ $key }).
notice-resumed = You are where you stopped.
notice-mouse-on = The mouse chooses and scrolls; hold Shift to select text.
notice-mouse-off = The mouse is left to the terminal.

plain-choose = Choose a number. Other words: { $words }.
plain-not-understood = Not understood: { $line }. Say help for what can be said.
plain-chart = { $name }: from { $from } to { $to }.
plain-help = A number or a choice's id chooses. undo, undo 3: take decisions back. redo: make them again. meters: all numbers. why: what can be asked about; why trust, why trust 12: one number, as it was in that quarter; why 2: follow a line of the last answer. rules, rules creep: the world's rules. transcript: all that was read. map: where you were, and how much nobody has seen. chart: every number from where it began; chart trust: one, quarter by quarter. mirror: the same play as each stance would decide it. hinges: which decisions moved the endings. card: at an ending, write a world card. In the library: schedule, preset, card. people: who has spoken. settings, settings theme ink: what is set. In the sandbox: set c 3, param chill 130, next, year. library: to the storylines. language: the other language. screen: the full screen. help: this. quit: leave; all is saved.
plain-saved = saved: { $path }
plain-not-saved = not saved
plain-of = { $value } of { $max }

meter-in-band = { $name } between { $low } and { $high }
band = { $low }-{ $high }
numbers-changed = Numbers of the world that were changed for this run: { $list }.
numbers-unchanged = No number of the world was changed for this run.
levers-set = Set by hand: { $list }
questions = To talk about:
ending-figure = { $meter }, as measured: { $measured }. { $name }: { $value }. { $about }

why-index = Why? { $date }
why-number = Why { $name }? { $date }
why-entry = { $name } { $amount }, { $date }
why-condition = Why this is locked
why-deck = Why another scene did not come
why-no-deck = No scene was drawn here.
why-others = Scenes that did not come
why-locked = Locked here
why-lapsed = What lapsed
why-lapsed-when = It would have come if this had held:
why-groups = How content people are
why-start = at the start
why-together = together
why-rounding = rounding, and the bounds of the scale
why-unseen = what your office sees only in a band or not at all, and rounding
why-ends = At the bottom: { $low }. At the top: { $high }.
why-hidden = Your office does not see this number. It is shown when the run has ended.
why-band = Your office sees only that it lies within { $band }. What moved it, the strongest first:
why-raised = up
why-lowered = down
why-of-which = of this, { $name }: { $because }
why-contested = Scaled by { $name }: { $value } in a hundred. People disagree about this number.
why-scaled = Scaled by { $name }: { $value } in a hundred.
why-read = What the rule read
why-moved = Who moved the levers it read
why-from-the-start = so since the start
why-set-off = Set off by: { $what }
cause-rule = { $because } ({ $rule })
cause-choice = You chose: { $choice } ({ $scene }, { $date })
cause-later = It came of an earlier choice: { $text }
cause-event = Something happened on the way.
cause-scene = It came with the scene { $scene }.
cause-plan = Others moved the levers that are not yours.
cause-hand = You set the levers.
cause-hand-at = You set it, { $date }.
cause-clamp = The scale ends there.
cause-definition = It is worked out from others.
all-of = all of these
any-of = one of these is enough
condition-now = { $text } (it is { $now })
condition-missed = { $text } (it is { $now }; { $by } missing)
turns-since = quarters since { $what }
not-so = not { $what }
a-and-b = { $a } and { $b }
a-or-b = { $a } or { $b }
worked-out = something worked out
the-turn = the quarter
peak-of = the highest { $name }
visits-of = times at { $name }
chosen-of = you chose { $name }
happened-of = { $name } happened
fired-of = { $name } applied
drawn-already = it has been here
drawn-worn = it comes no more often
drawn-cooling = it was here not long ago; { $n } quarters must pass
drawn-condition = its condition does not hold
drawn-outranked = this one goes first
drawn-luck = it could have come; the draw fell on this one ({ $its } in { $all })

rules-about = The game's own rules, tuned by hand until a real dilemma appeared. They are no estimates of anything. Doubt them: begin a run with other numbers.
rules-presets = The presets
rule-when = when { $text }
preset-nothing = every number at 100
preset-mine = { $name } (this run): { $list }
preset-other = { $name }: { $list }
factor-contested = Contested. { $name } { $value }: { $about }
factor-contested-changed = Contested, and changed in this run. { $name } { $value } instead of 100: { $about }
factor-plain = { $name } { $value }: { $about }
factor-changed = Changed in this run. { $name } { $value } instead of 100: { $about }

sandbox-title = Sandbox
sandbox-about = Govern the Gulf without a story: set the levers within the budget, let quarters pass, and ask why.
lever-cost = at { $cost }
lever-was = (now { $now })
lever-budget = A step costs { $cost } a quarter; the budget leaves { $left }.
lever-range = This lever runs from { $low } to { $high }.
budget = Cost { $cost } of { $all } a quarter; { $left } left.
budget-over = The levers cost { $over } more than the budget. Lower one first.
library-govern = Govern without a story
library-govern-on = Go on: { $date }
fresh = A new run begins with: { $list }
fresh-card = world card { $n } ({ $story }, { $country })

key-why = why
key-earlier = the quarter before
key-later = the quarter after
key-rules = rules
key-schedule = for a new run: what the world brings
key-preset = for a new run: the contested numbers
key-card = world card: begin from one, or write one at an ending
key-less = a step less
key-more = a step more
key-quarter = a quarter passes
key-year = a year passes
foot-levers = levers
foot-table = table
foot-follow = follow
foot-earlier = earlier
foot-later = later
foot-schedule = events
foot-preset = numbers

notice-card = The world card was written: { $path }
notice-no-card = The world card could not be written: { $why }
notice-no-cards = There is no world card yet. At an ending, x writes one.
notice-card-when = A world card is written at an ending.
plain-why = To follow one of these: why and its number.
plain-not-here = There is nothing called { $word } to ask about.
plain-govern = Say: set c 3, param chill 130, next, year, undo, meters, why, rules, transcript, library, quit.
holds = yes,
fails = no,
plain-fresh = To change that, say schedule ({ $schedules }), preset ({ $presets }) or card and a number.
notice-longest = A world is governed for { $n } quarters at most.
notice-not-in-play = That is for the library, before a play begins.
notice-only-sandbox = Quarters pass by themselves here, between the scenes.
group-glad-plain = Most content after it: { $group }.
group-sore-plain = Least content after it: { $group }.
key-numbers = the world's numbers
foot-numbers = less, more
screen-numbers = Numbers
numbers-about = What was governed so far is played again under each number you change. 100 is as the world gives it.
foot-card = world card

sim-head = { $story }: { $plays } plays, { $policy }, schedule { $schedule }, seed { $seed }
sim-claim = The world's rules are a claim, not a measurement; these are its odds, not the world's.
sim-stuck = { $n } plays did not come to an end: a turn that could not be worked out, or every choice locked.
sim-endings = Endings: share, 95 % interval, shortest play
sim-shortest = { $n } decisions (play { $play })
sim-regions = Where the country was at the end: share, 95 % interval
sim-numbers = Numbers at the end, in points: 5, 25, 50, 75, 95 plays of 100 lie at or below
sim-choices = Choices that were often locked or hardly taken: open, taken, of the times they were met
sim-no-gaps = Every scene was seen and every choice could be taken.
sim-gaps = Never seen, or never to be taken:

mirror-head = The same beginning and the same luck, decided five ways; as it stood in { $date }.
mirror-yours = yours
mirror-open = still on
mirror-parted = Parted in { $date }: you chose “{ $yours }”, it chose “{ $theirs }”.
mirror-ahead = As yours so far; in { $date } it goes on with “{ $theirs }”.
mirror-rule = The first rule that did otherwise: { $rule }, on { $name }, { $date }.
key-mirror = mirror
screen-mirror = Mirror

hinges-head = The decisions that moved the odds of the endings, the most first. From each, every choice that was open was played { $plays } times, decided at random from there on under new luck; near the end it was counted out.
hinges-none = Nothing was decided here with more than one choice open.
hinges-taken = chosen
hinges-other = instead
hinges-moved = { $moved } of 100 plays end elsewhere (95 %: { $low } to { $high })
hinges-unsure = no difference that { $plays } plays could show
hinges-stuck = no ending
hinges-still = Decisions after which { $plays } plays show no difference, whatever is chosen

prove-none = The story makes no claims; these are its states.
prove-proved = proved
prove-broken = broken
prove-open = open
prove-holds = holds
prove-fails = does not hold
prove-by-search = all { $states } states were looked at
prove-by-parts = all { $states } states of the numbers it depends on were looked at, everything else taken both ways
prove-by-bounds = follows from the bounds of the numbers, or from choices that are always open
prove-searched = { $states } states were looked at, not all; nothing was found against it
prove-seed = seed { $seed }
prove-no-seed = no seed was found that brings this luck
prove-shortest = shortest play, { $n ->
    [one] { $n } decision
   *[other] { $n } decisions
}
prove-play = a play of { $n ->
    [one] { $n } decision
   *[other] { $n } decisions
}
prove-replays = --replays DIR writes the plays that show something as files that `cermin replay` plays.
prove-states = { $states } states, { $steps } steps between them, { $mib } MiB.
prove-states-under = Schedule { $schedule }: { $states } states, { $steps } steps between them, { $mib } MiB.
prove-all = All were looked at.
prove-cut = Not all were looked at: the limit was reached.
prove-fault = A turn cannot be worked out:
prove-odds = The odds of the endings, every open choice taken alike:

audit-title = The fairness ledger
audit-claim = The world's rules are a claim, not a measurement: its numbers were tuned by hand to make a dilemma. Every figure here is a count of the game's own words, plays or draws, and says how it was counted. No outcomes are added up: a total would be a verdict.
audit-all = all
audit-scene = scene
audit-for = for
audit-against = against
audit-share = for, %
audit-others = others
audit-told = narrated
audit-last = last word
audit-words = Words for and against
audit-words-how = Words in the scenes of the guide's dilemmas, with their choices, and in the whole storyline (last row), by where the one who speaks stands. Every branch of a text is counted. Between 45 and 55 of 100 sided words are to be for. The last word is that of the last sided speaker in the scene's own text.
audit-words-uneven = The words for lie outside 45 to 55 of 100.
audit-last-uneven = Those who are for have the last word in { $pro } dilemmas, those against in { $con }.
audit-prices = What each option gains and costs
audit-prices-how = From every random play that comes to the dilemma, each open option is taken and { $turns } turns pass, with the same luck and the same draws among later choices. Points are how much more or less than its siblings it comes to on average; the three largest of one point or more. Dominated: another option comes to as much or more on every outcome, and more on one.
audit-option = option
audit-open = open, %
audit-gains = gains
audit-costs = costs
audit-declared = declared: who gains / who pays
audit-dominated = dominated by
audit-never-open = { $option }: no play had it open.
audit-one-sided = { $option }: no gain or no loss of a point within the turns looked at.
audit-undeclared = { $option }: declares no gain or no loss.
audit-reached = Endings and regions that are come to
audit-reached-how = Percent of plays: every open choice taken alike, by schedule; then as each stance would choose, over all schedules alike.
audit-reached-what = ending or region
audit-region = region
audit-unreached = { $what }: no play came to it.
audit-at-random = random, { $schedule }
audit-as-watch = watch
audit-as-regulate = regulate
audit-as-refuse = refuse
audit-as-listen = listen
audit-banned = Words the narration is not to use
audit-banned-how = The bible's list of words that judge, looked for in everything that nobody says aloud, in each language. An empty table is as it should be.
audit-word = word
audit-text = text
audit-language = language
audit-banned-note = “{ $word }” is narrated.
audit-coverage = Claims and arguments of the debate
audit-coverage-how = Which of the debate's claims (S), arguments for (A) and against (B) the guides name, and at which dilemma. What a scene says without its guide naming it is not counted.
audit-claim-id = claim
audit-where = where
audit-coverage-missing = Not named by any guide: { $ids }.
audit-schedule = schedule
audit-strategy = strategy
audit-outcome = outcome
audit-outcomes = What ways to govern come to
audit-outcomes-how = Levers set and left, in the sandbox, { $turns } turns, default numbers; points at the end.
audit-front = Who dominates whom
audit-front-how = For each schedule and preset: which of the other strategies come to as much or more on every outcome, and more on one. A dash: none does; it stands on the front.
audit-front-dominated = { $strategy } is dominated by another stance in some world.
audit-content = Who is content
audit-content-how = How content each group is at the end, 0 to 100, with its share of the people; last, the share of the people in groups at 50 or more. Default numbers.
audit-half = at 50 or more, %
audit-draws = Where people disagree about the numbers
audit-draws-how = { $draws } draws over all schedules alike: every contested number moved by itself by up to { $spread } hundredths either way. Percent of draws in which a stance is dominated by none of the others, and in which it is best on an outcome.
audit-undominated = dominated by none
audit-best = best on { $outcome }

screen-hinges = What mattered
key-hinges = what mattered
hinges-working = Playing every choice that was open many times over: { $share } of 100.
hinges-exact = { $moved } of 100 plays end elsewhere; counted out
hinges-same = no play ends elsewhere; counted out

sim-idle = Choices that changed no ending, and how often they were compared with what else was open:
sim-picture = { $plays } plays, { $policy }, schedule { $schedule }, seed { $seed }. Bars: percent of plays, with 95 % intervals. Bands: nine and five plays in ten.
