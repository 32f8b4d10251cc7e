"""The chair of a script: all that the panel offers."""

from tests.kit.people import Somebody


class Chair(Somebody):
    """Whoever leads the conference."""

    def next(self) -> str:
        """Asks the next people, or goes on to the next item, whoever has not been heard."""
        return self.presses("agenda.next", "anyway")

    def goes_on_to(self, question: str) -> None:
        """Goes on until the conference is on a question."""
        while self.conference.current() != question:
            self.next()

    def begins(self, question: str) -> None:
        """Takes a question next, out of order, and goes on to it."""
        if self.conference.current() != question:
            self.takes_next(question, "The family asked for it.")
            self.goes_on_to(question)

    def back(self) -> str:
        """Goes back to the item before."""
        return self.presses("agenda.back")

    def parks(self) -> str:
        """Puts the item aside for later."""
        return self.presses("agenda.park")

    def comes_back_to(self, question: str) -> str:
        """Takes up an item that was put aside."""
        return self.presses("agenda.resume", self.conference.steps[question])

    def skips(self, why: str) -> str:
        """Leaves the item out."""
        return self.fills("agenda.skip_form", "", why)

    def takes_next(self, question: str, why: str) -> str:
        """Changes the order: a later item comes next."""
        return self.fills("agenda.order_form", "", self.conference.steps[question], why)

    def takes(self, what: str, *, after: str, why: str) -> str:
        """Changes the order: an item, or a whole "part:…", comes after another item."""
        chosen = what if what.startswith("part:") else self.conference.steps[what]
        return self.fills("agenda.order_form", "", chosen, why, self.conference.steps[after])

    def says_why_it_is_later(self, section: str, why: str) -> str:
        """Says why a day is later than its limit."""
        return self.fills("plan.late_form", section, why)

    def asks_again(self) -> str:
        """Posts the question once more."""
        return self.presses("ask.again")

    def nudges(self) -> str:
        """Sends a line to those who have not answered."""
        return self.presses("ask.nudge")

    def reveals(self) -> str:
        """Shows all sealed answers together."""
        return self.presses("reveal", self.conference.now_on)

    def says_it_fits(self) -> str:
        """Says that the statements fit what was heard."""
        return self.fills("fit.form", self.conference.now_on, fits="yes")

    def rewords(self, danger: str, goal: str) -> str:
        """Changes the statements so that they fit what was heard."""
        return self.fills("fit.form", self.conference.now_on, "no", danger, goal)

    def gives_overall(self, number: int, why: str) -> str:
        """Gives the overall number."""
        return self.fills("overall.form", self.conference.now_on, str(number), why)

    def decides(self, plan: str, why: str, category: str = "") -> str:
        """Types the decision for the child we are on."""
        return self.fills(
            "decision.form", self.conference.now_on, plan=plan, why=why, category=category
        )

    def starts_the_timer(self) -> str:
        """Starts the timer of the item."""
        return self.presses("timer.start")

    def stops_the_timer(self) -> str:
        """Stops it."""
        return self.presses("timer.stop")

    def calls_a_break(self) -> str:
        """Everything waits."""
        return self.presses("pause.start")

    def ends_the_break(self) -> str:
        """The conference goes on."""
        return self.presses("pause.end")

    def goes_on_without_quorum(self, why: str) -> str:
        """Goes on though not enough workers are here."""
        return self.fills("quorum.form", "", why)

    def stops_without_quorum(self, safe: str, on: str = "", later: str = "") -> str:
        """Ends a conference to which not enough workers came."""
        known = {"on": on} if on else {}
        return self.fills("stop.form", safe=safe, later=later, **known)

    def hands_over_to(self, other: Somebody, why: str) -> str:
        """Somebody else leads from now on."""
        return self.fills("handover.form", "", other.id, why)

    def agrees_all_in(self, section: str) -> str:
        """All that was offered for a section of the plan is agreed."""
        return self.presses("plan.agree", f"section:{section}")

    def closes(self, summary: str, **values: str) -> str:
        """Sums up and closes; `stay_hidden` where answers were never shown."""
        return self.fills("close.form", "", summary, **values)

    def approves_the_record(self) -> str:
        """The record is a draft no more."""
        return self.confirms("record.approve_form")
