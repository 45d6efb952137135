"""Every setting, once: flags, then environment `COMMUNIQUE_*`, then `communique.toml`.

Owns names, defaults and limits. Nothing else in the package reads the environment.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from graph_service.errors import BadValue, UnknownName

MIB = 1024 * 1024
_PREFIX = "COMMUNIQUE_"
_OTHERS = frozenset({"TRACE", "SHARED"})
"""Variables of ours that are no settings: stack traces (`cli.main`), the tests' data."""
_ENDPOINT = r"^https?://[^\s<>\"{}|\\^`@#/]+(/[^\s<>\"{}|\\^`#]*)?$"


class Settings(BaseSettings):
    """One frozen object, built once by `load_settings` and passed along."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, toml_file="communique.toml", frozen=True, extra="forbid"
    )

    home: Path = Field(
        Path("communique-data"), description="Folder of store, snapshots, archive and quarantine."
    )
    base_iri: str = Field(
        "https://communique.example/",
        pattern=r"^https?://[^\s<>\"{}|\\^`]+/$",
        description="Start of every instance IRI; written into the store when it is made.",
    )
    resources: Path | None = Field(
        None, description="Folder whose ontology/, shapes/ and queries/ overlay the shipped ones."
    )
    registry: tuple[Path, ...] = Field(
        (), description="Further actor registry files (Turtle) of your own."
    )
    extractor: str = Field("rules", description="Name of the attribution extractor.")
    shacl_engine: Literal["pyshacl", "turbo"] = Field(
        "pyshacl",
        description="Runs the shapes: pyshacl, or pyshacl-turbo first (slower: bench/shacl).",
    )
    text: Literal["full", "passage", "none"] = Field(
        "passage", description="How much of an article's text pages and REST may show."
    )
    max_article_mib: int = Field(
        10, ge=1, le=1024, description="Largest article that is read, in MiB."
    )
    host: str = Field("127.0.0.1", description="Address that `serve` binds to.")
    port: int = Field(8000, ge=0, le=65535, description="Port that `serve` binds to.")
    token: SecretStr | None = Field(None, description="Bearer token that opens writing over HTTP.")
    token_file: Path | None = Field(
        None, description="File of further bearer tokens, one a line; read at each write."
    )
    update_seconds: float = Field(
        30.0, gt=0, le=3600, description="Time limit of one write over HTTP, in seconds."
    )
    update_mib: int = Field(
        16, ge=1, le=1024, description="Longest update or graph that is sent, in MiB."
    )
    writer_mib: int = Field(2048, ge=64, description="Memory cap of the writer process, in MiB.")
    writer_idle_seconds: float = Field(
        2.0,
        gt=0,
        le=3600,
        description="How long after its last write a server keeps other commands from writing.",
    )
    reading: Literal["open", "token"] = Field(
        "open", description="Who may read over HTTP: whoever reaches the port, or a bearer token."
    )
    cors: str = Field(
        "*",
        pattern=r"^(\*|https?://[^\s/,]+)?$",
        description="Origin whose pages may read from a browser: `*` for any, empty for none.",
    )
    log: Literal["console", "json", "off"] = Field(
        "console", description="How `serve` writes its log, one line a request, to stderr."
    )
    log_queries: bool = Field(
        False, description="Also log the texts of queries and the parameters of requests."
    )
    workers: int = Field(
        2,
        ge=1,
        le=64,
        description="Long queries that run at once; one more process is kept for short ones, "
        "one as a spare.",
    )
    query_seconds: float = Field(
        10.0, gt=0, le=3600, description="Time limit of one query, in seconds."
    )
    queue_seconds: float = Field(
        5.0, gt=0, le=600, description="How long a request waits for a free worker."
    )
    queue_length: int = Field(
        128,
        ge=1,
        le=10_000,
        description="Most queries that wait; one client may have half of them. Others get 503.",
    )
    worker_mib: int = Field(2048, ge=256, description="Memory cap of one reader process, in MiB.")
    result_mib: int = Field(64, ge=1, le=4096, description="Largest result of one query, in MiB.")
    query_kib: int = Field(256, ge=1, le=10240, description="Longest query text, in KiB.")
    query_tokens: int = Field(
        20_000, ge=100, le=1_000_000, description="Most words and signs in a query."
    )
    query_nesting: int = Field(
        200, ge=10, le=5000, description="Deepest nesting of brackets in a query."
    )
    query_patterns: int = Field(
        100, ge=10, le=10000, description="Most triple patterns in a query."
    )
    services: tuple[Annotated[str, Field(pattern=_ENDPOINT)], ...] = Field(
        (),
        description="Endpoints that SERVICE may ask, by their exact addresses; none: SERVICE is "
        "closed. A name must lead to a public address; private ones are listed by number.",
    )
    service_kib: int = Field(
        2048, ge=1, le=65536, description="Largest answer of an endpoint to one SERVICE, in KiB."
    )
    page_size: int = Field(50, ge=1, le=500, description="Statements on one page of a list.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def misspelt() -> list[str]:
    """A line for each variable of the environment that is named like a setting and is none.

    A warning and no error: the environment is shared, and a newer release may know the name.
    """
    lines = []
    for name in sorted(os.environ):
        bare = name.upper().removeprefix(_PREFIX)
        if bare == name.upper() or bare in _OTHERS or bare.lower() in Settings.model_fields:
            continue
        near = difflib.get_close_matches(bare.lower(), Settings.model_fields, n=1)
        advice = f"did you mean {_PREFIX}{near[0].upper()}?" if near else "see `communique config`."
        lines.append(f"there is no setting {name}, and it changes nothing; {advice}")
    return lines


def load_settings(**flags: Any) -> Settings:
    """Settings from flags (None means "not given"), environment and file.

    Raises BadValue naming the setting and what is wrong with it.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            near = difflib.get_close_matches(name, Settings.model_fields, n=1)
            raise UnknownName(
                f"There is no setting named {name!r}",
                where="communique.toml",
                do=f"Did you mean {near[0]}?"
                if near
                else "Take it out, or look its name up under Settings in the reference.",
            ) from error
        top = str(first["loc"][0])
        raise BadValue(
            f"The setting {name} has a value that does not fit: {first['msg']}",
            where=f"the option, COMMUNIQUE_{top.upper()} or communique.toml",
            do=f"It is: {str(Settings.model_fields[top].description).rstrip('.')}.",
        ) from error
    except ValueError as error:  # an unreadable communique.toml
        raise BadValue(
            f"communique.toml cannot be read: {error}", do="Correct it or remove it."
        ) from error
