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
library-begin = Begin
library-begin-again = Begin anew
library-broken = { $name }: this pack has { $n ->
    [one] an error
   *[other] { $n } errors
}; `cermin check { $name }` shows them
library-empty = There is no storyline here. A path may be given: cermin play PATH
library-other-language = Bahasa Indonesia: press { $key }

screen-transcript = Transcript
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
plain-help = A number or a choice's id chooses. undo, undo 3: take decisions back. redo: make them again. meters: all numbers. transcript: all that was read. library: to the storylines. language: the other language. help: this. quit: leave; all is saved.
plain-saved = saved: { $path }
plain-not-saved = not saved
plain-of = { $value } of { $max }
