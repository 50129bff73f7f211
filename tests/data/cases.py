"""Runs cases on the reference model: JSON in, one row a turn out.

  python3 cases.py < cases.json      rows of CSV: case, turn, the fourteen numbers, region
  python3 cases.py --ledger          the ledger of three strategies, one row for each (strategy, turn, rule, number)
  python3 cases.py --corners         writes gulf_corners.json, the cases that the table of strategies does not reach
"""
import json
import sys

import reference as R


def play(case):
    levers = dict((row[0], row[1:]) for row in case["levers"])
    now = levers[0]
    society = R.Society(case.get("schedule", "calm"), case.get("params"), {**R.START, **case.get("start", {})})
    state = society.state
    state["standing"] = R.clamp(500 + R.div(state["admired"] - state["alarmed"], 2))
    society.history = [dict(state)]
    for turn in range(case.get("turns", 24)):
        now = levers.get(turn, now)
        society.turn(*now)
    return society


def rows(case):
    society = play(case)
    for turn, state in enumerate(society.history):
        yield [case["name"], turn] + [state[name] for name in R.STATE] + [R.region(society.history[:turn + 1])]


def corners():
    mixed = [[0, 4, 3, 0, 1, 1], [9, 2, 1, 3, 1, 3]]
    cases = [
        dict(name="lock_in", levers=[[0, 4, 1, 0, 1, 0], [6, 0, 1, 0, 1, 0], [16, 0, 1, 3, 1, 0]]),
        dict(name="reset", levers=[[0, 2, 1, 0, 1, 3], [3, 2, 1, 2, 1, 2], [4, 2, 1, 0, 1, 3]]),
        dict(name="reset_late", levers=[[0, 2, 1, 0, 1, 3], [6, 2, 1, 2, 1, 2], [7, 2, 1, 0, 1, 3]]),
        dict(name="emergency_open", levers=[[0, 3, 2, 1, 1, 0]], schedule="wave"),
        dict(name="emergency_bound", levers=[[0, 1, 1, 3, 1, 0]], schedule="wave"),
        dict(name="successor_wide", levers=[[0, 4, 4, 0, 2, 0]], schedule="successor"),
        dict(name="successor_bound", levers=[[0, 2, 1, 3, 1, 2]], schedule="successor"),
        dict(name="distrust", levers=[[0, 0, 0, 0, 1, 0]], start=dict(trust=250, service=300, order=250)),
        dict(name="sunset", levers=[[0, 1, 0, 4, 1, 0]], start=dict(oversight=700, scope=800)),
        dict(name="late_scandal", levers=[[0, 4, 4, 0, 2, 0]], start=dict(voice=200, errors=600)),
    ]
    parameters = ["decay", "deter", "stakes", "over", "displace", "chill", "err", "goodhart", "creep", "process",
                  "theatre", "succ", "build", "human", "shadow", "expose", "open", "redress", "fair", "gbite", "sunset",
                  "results", "coop", "guard", "listen", "alarm", "event", "capture"]
    worlds = {"succ": "successor", "event": "mixed"}
    levers = {"theatre": [[0, 3, 2, 0, 1, 3]], "listen": [[0, 2, 2, 2, 1, 3]], "shadow": [[0, 0, 1, 1, 1, 2]],
              "displace": [[0, 0, 1, 1, 1, 2]], "capture": [[0, 4, 4, 0, 1, 0]], "gbite": [[0, 3, 4, 0, 2, 0]],
              "sunset": [[0, 2, 1, 4, 0, 0]], "decay": [[0, 4, 1, 0, 1, 0], [6, 0, 1, 3, 1, 0]]}
    for parameter in parameters:
        for value in (37, 263):
            cases.append(dict(name=f"{parameter}_{value}", levers=levers.get(parameter, mixed),
                              schedule=worlds.get(parameter, "calm"), params={parameter: value}))
    return cases


def main():
    if "--corners" in sys.argv:
        with open("gulf_corners.json", "w") as file:
            file.write("[\n" + ",\n".join(json.dumps(case) for case in corners()) + "\n]\n")
    elif "--ledger" in sys.argv:
        print("strategy,turn,rule,number,amount")
        for name in ("watchful", "regulated", "feedback"):
            society = R.run(R.STRATEGIES[name], "mixed")
            sums = {}
            for turn, rule, number, amount in society.ledger:
                sums[turn, rule, number] = sums.get((turn, rule, number), 0) + amount
            for (turn, rule, number), amount in sums.items():
                if amount:
                    print(f"{name},{turn},{rule},{number},{amount}")
    else:
        print(",".join(["case", "turn"] + R.STATE + ["region"]))
        for case in json.load(sys.stdin):
            for row in rows(case):
                print(",".join(map(str, row)))


main()
