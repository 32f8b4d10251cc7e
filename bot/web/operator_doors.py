"""Doors for `python -m bot` while the service runs: each takes one kind of order that was signed
with the service's own key, and answers what was done, signed too.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from functools import partial
from typing import Any, TypeVar

from aiohttp import web
from itsdangerous import BadSignature
from pydantic import TypeAdapter, ValidationError

from bot.spine.dispatch import Dispatcher
from bot.web.guard import Handler
from bot.web.links import TrackerLinks
from bot.web.operator import (
    AUDIT,
    PATH,
    RESEAL,
    AuditOrder,
    Orders,
    ResealOrder,
    TrackerLinkOrder,
    audit_order,
    make_and_withdraw,
    reseal_order,
)
from bot.web.staff_orders import STAFF, StaffOrder, obey

T = TypeVar("T")
Done = dict[str, Any]


def operator_doors(dispatcher: Dispatcher, signing_key: bytes) -> list[web.RouteDef]:
    """Links to the tracker, resealing, the list of staff and the audit trail."""
    database, run = dispatcher.database, dispatcher.run
    orders, links = Orders(database.operator_key), TrackerLinks(signing_key)

    def link(wanted: TrackerLinkOrder) -> Done:
        withdrawn, token = make_and_withdraw(database, wanted, dispatcher.now(), links)
        return {"withdrawn": withdrawn, "token": token}

    def reseal(order: ResealOrder) -> Done:
        return reseal_order(database, asdict(order))

    def staff(order: StaffOrder) -> Done:
        return {"lines": obey(dispatcher, order)}

    def audit(order: AuditOrder) -> Done:
        return audit_order(database, asdict(order))

    return [
        web.post(PATH, _door(orders, TrackerLinkOrder, lambda order: run(partial(link, order)))),
        web.post(RESEAL, _door(orders, ResealOrder, lambda order: run(partial(reseal, order)))),
        web.post(STAFF, _door(orders, StaffOrder, lambda order: run(partial(staff, order)))),
        # It reads beside the presses, not between them.
        web.post(AUDIT, _door(orders, AuditOrder, lambda order: asyncio.to_thread(audit, order))),
    ]


def _door(orders: Orders, kind: type[T], does: Callable[[T], Awaitable[Done]]) -> Handler:
    """What is not signed, or is no order of this kind, finds nothing here."""
    shape = TypeAdapter(kind)

    async def take(request: web.Request) -> web.StreamResponse:
        try:
            order = shape.validate_python(orders.read(await request.read()))
        except (BadSignature, ValidationError):
            raise web.HTTPNotFound from None
        return web.Response(text=orders.sign(await does(order)))

    return take
