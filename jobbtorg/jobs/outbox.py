"""What a worker is to do, written in the transaction that it follows from: nothing gets lost.

The queue may be away, or lose what it holds. So the message is a row first, is sent when all is
committed, and is sent again by the beat until that has succeeded. It may then come twice: every
task is one that twice does no harm.
"""

import logging
from datetime import timedelta
from typing import Any

from amqp import AMQPError
from celery import current_app
from django.db import connection, transaction
from django.db.models import Q
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from jobbtorg import clock, request_id
from jobbtorg.jobs.models import Message

logger = logging.getLogger("jobbtorg.jobs")
LEFT = timedelta(minutes=1)  # older than this, whoever wrote it has not sent it
MOST = 500  # in one run of the beat
AWAY = (OperationalError, RedisError, AMQPError, OSError)


def post(task: Any, key: int) -> None:
    """Has a worker do `task(key)` once what is under way is committed. In a transaction only."""
    assert connection.in_atomic_block, "a message follows from what is written with it"
    row = Message.objects.create(
        task=task.name, key=key, written_at=clock.now(), request=request_id.current()
    )
    transaction.on_commit(lambda: send(row), robust=True)


def send(row: Message) -> bool:
    """Hands the message to the queue; where that is away it stays, and the beat sends it."""
    try:
        with request_id.done_for(row.request):
            current_app.tasks[row.task].delay(row.key)
    except AWAY:
        logger.warning("The queue is away: %s of %s waits in the outbox.", row.task, row.key)
        return False
    Message.objects.filter(pk=row.pk).delete()
    return True


def send_left() -> int:
    """Sends what is left, the oldest first, until the queue is away; how many were sent.

    What is dated ahead is left too: the clock has been put back since.
    """
    now = clock.now()
    left = Message.objects.filter(Q(written_at__lt=now - LEFT) | Q(written_at__gt=now + LEFT))
    sent = 0
    for row in left.order_by("pk")[:MOST]:
        if row.task not in current_app.tasks:
            logger.error("No task is called %s: its message stays in the outbox.", row.task)
            continue
        if not send(row):
            break
        sent += 1
    return sent
