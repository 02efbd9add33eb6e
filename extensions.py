"""Extensions of the Flask application, created unbound; ``app.create_app`` binds them."""

from __future__ import annotations

import time

from flask import current_app
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from sqlalchemy import MetaData

from config import Settings

PENAMAAN = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Migrations are ours to write by hand where a batch rebuild is needed; the panel reads a session per request.
db = SQLAlchemy(metadata=MetaData(naming_convention=PENAMAAN), session_options={"autoflush": False})
migrate = Migrate(render_as_batch=True, compare_type=True)
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()


def setelan() -> Settings:
    """The settings of the application whose context is active: how services and jobs reach them without Flask."""
    return current_app.config["SETTINGS"]


class Antrean:
    """The way to Redis. Every call is short and best effort: the Tugas row is the record, Redis only wakes workers."""

    KUNCI_TENDANG = "ekinerja:tendang"

    def __init__(self) -> None:
        self._redis: Redis | None = None
        self._diam_sampai = 0.0

    def init_app(self, settings: Settings) -> None:
        self._diam_sampai = 0.0
        self._redis = Redis.from_url(
            settings.redis_url,
            socket_connect_timeout=0.5,
            socket_timeout=1.0,
            retry=Retry(NoBackoff(), 0),
            client_name="ekinerja",
        )

    @property
    def redis(self) -> Redis:
        if self._redis is None:
            raise RuntimeError("antrean belum disiapkan; panggil init_app")
        return self._redis

    def hidup(self) -> bool:
        """Whether Redis answers now."""
        try:
            return bool(self.redis.ping())
        except RedisError:
            return False

    def tendang(self) -> bool:
        """Wake dispatch. False when Redis does not answer; then dispatch's own sweep finds the row later.

        After a failure the next two seconds do not try again, so that a page never waits twice.
        """
        if time.monotonic() < self._diam_sampai:
            return False
        try:
            with self.redis.pipeline(transaction=False) as pipa:
                pipa.lpush(self.KUNCI_TENDANG, "1").ltrim(self.KUNCI_TENDANG, 0, 9).execute()
        except RedisError:
            self._diam_sampai = time.monotonic() + 2.0
            return False
        return True


antrean = Antrean()
