"""Six small dispatches of invented states: one call from two sides, a copy, a denial, a refrain.

All of it is invented, also who speaks; the actors stand in tests/articles/registry.ttl.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from graph_service.model import Article

REGISTRY = Path(__file__).parents[1] / "articles" / "registry.ttl"

CALL_FROM_ARDENIA = Article(
    text="President Jonna Kreel of Ardenia spoke by phone with Prime Minister Osric Vane "
    "of Belmora on Wednesday. In the call, Kreel told Vane that the grain ships must be allowed to "
    "pass before the winter. Vane promised that the harbour at Quaymouth would be opened, "
    "according to the Ardenian readout of the call.\n",
    url="https://ardenia.example/call",
    publisher="Ardenia News Agency",
    published=date(2018, 3, 15),
    title="Kreel and Vane speak",
)
CALL_FROM_BELMORA = Article(
    text="Prime Minister Osric Vane of Belmora spoke by phone on Wednesday with Jonna Kreel, "
    "the president of Ardenia. In the call, Vane told Kreel that fishing rights were not on the "
    "table. Kreel asked for patience, according to the Belmoran readout of the call.\n",
    url="https://belmora.example/call",
    publisher="Quaymouth Herald",
    published=date(2018, 3, 15),
    title="Vane and Kreel speak",
)
ACCUSATION = Article(
    text="President Jonna Kreel of Ardenia accused Belmora on Monday of seizing three grain ships "
    "in the northern strait. Kreel said on Monday that the strait would remain open to the ships "
    "of all nations. She warned on Monday that the patience of her people had an end.\n",
    url="https://gazette.example/accusation",
    publisher="Harbour Gazette",
    published=date(2018, 4, 3),
)
COPY = Article(
    text=ACCUSATION.text,
    url="https://courier.example/wire/77",
    publisher="Evening Courier",
    published=date(2018, 4, 4),
)
DENIAL = Article(
    text="Prime Minister Osric Vane of Belmora denied on Thursday that his country had seized "
    "grain ships in the strait. He said on Thursday that the weather was fair.\n",
    url="https://herald.example/denial",
    publisher="Quaymouth Herald",
    published=date(2018, 4, 6),
)
REFRAIN = Article(
    text="Jonna Kreel, the president of Ardenia, said on 7 June 2018 that the strait would remain "
    "closed to the ships of all nations.\n",
    url="https://gazette.example/refrain",
    publisher="Harbour Gazette",
    published=date(2018, 6, 8),
)
ALL = (CALL_FROM_ARDENIA, CALL_FROM_BELMORA, ACCUSATION, COPY, DENIAL, REFRAIN)
