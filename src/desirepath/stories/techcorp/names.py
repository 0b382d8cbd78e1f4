"""What TechCorp's customers are called: invented companies, and the people who work there.

A name is worked out from the account's number alone, and takes nothing of anybody's luck: a story is the
same whatever its people are called. Of three thousand companies in a row no two share a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_STRIDE: Final = 7919
"""A prime: neighbours in number are no neighbours in name, and no two meet before all have had their turn."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """How companies and people are called somewhere.

    A place is made of one of ``heads`` and one of ``tails``, with the ``joint`` between them; ``trades`` say,
    by industry, what stands around it ("{}" is the place).
    """

    heads: tuple[str, ...]
    tails: tuple[str, ...]
    trades: dict[str, tuple[str, ...]]
    first: tuple[str, ...]
    last: tuple[str, ...]
    joint: str = ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _trades(**by_industry: str) -> dict[str, tuple[str, ...]]:
    return {industry: tuple(one.strip() for one in text.split("|")) for industry, text in by_industry.items()}


_GERMAN: Final = Tongue(
    _words(
        "Ahorn Birken Brunnen Dachs Eichel Elster Erlen Falken Farn Fuchsen Ginster Hasel Heide Holder"
        " Ilmen Kalten Kiebitz Kranich Lerchen Linden Lorch Marder Mauer Mittel Moor Nebel Quell Reiher"
        " Rohr Ried Salz Sommer Spechten Stern Tannen Ulmen Wacholder Weiden Winter Zeisig"
    ),
    _words("au bach berg brück burg eck feld fels furt grund hagen hof loh mark moos stein tal werder wiek"),
    _trades(
        agency="{} Kommunikation | Studio {} | {} & Partner | Agentur {}",
        manufacturing="{} Werkzeugbau | {} Maschinenbau | {} Antriebstechnik | {} Metall",
        software="{} Software | {} Systeme | {} Digital | {} Datentechnik",
        public="Stadtwerke {} | Landkreis {} | Stadt {} | Zweckverband {}",
        health="Klinikum {} | {} Pflege | {} Medizintechnik | Labor {}",
        retail="{} Handel | {} Märkte | Kaufhaus {} | {} Versand",
    ),
    _words(
        "Anna Jonas Lea Felix Marie Paul Nele Lukas Clara Emil Ida Moritz Greta Ben Sofia Theo Frieda Anton"
    ),
    _words(
        "Albrecht Brandt Conradi Dietz Engel Fiedler Graf Hartwig Imhof Jäger Kuhn Lorenz Maurer Noll Ott"
        " Pohl Reuter Seidel Thoma Urban Voss Wendt Zander"
    ),
)
_NORDIC: Final = Tongue(
    _words(
        "Alm Björk Blå Brä Ek Elgs Fjäll Fager Furu Grå Gran Grön Hav Häll Is Kalv Klöver Kvarn Lax Lilje"
        " Lind Ljung Löv Malm Måne Nord Ren Rönn Silver Sjö Skog Snö Sol Sten Strand Svan Tall Vinter Våg"
        " Ång"
    ),
    _words("berg by dal ede fors gård hamn holm lund mark näs rum sjö stad ström sund vall vik ås"),
    _trades(
        agency="{} Byrå | Studio {} | {} Reklam | {} & Co",
        manufacturing="{} Verkstad | {} Mekanik | {} Industri | {} Stål",
        software="{} Data | {} Mjukvara | {} Digital | {} Labs",
        public="{} Kommun | Region {} | {} Energi | {} Hamn",
        health="{} Vård | Kliniken {} | {} Medicin | {} Hälsa",
        retail="{} Handel | {} Möbler | {} Kläder | {} Livs",
    ),
    _words("Astrid Erik Freja Nils Signe Oskar Liv Elias Maja Axel Ebba Hugo Saga Leo Tuva Arvid Elsa Viggo"),
    _words(
        "Ahlgren Berg Dahl Ekström Falk Grahn Hedlund Isaksen Jansen Kvist Lindahl Moberg Nyman Olsen"
        " Persson Rask Sandberg Tveit Ulvang Vinter Wikström Åberg Östberg"
    ),
)
_BRITISH: Final = Tongue(
    _words(
        "Alder Ash Barrow Beck Birch Bram Brock Cold Copper Crow Dun Elder Elm Fen Finch Frost Gorse Hart"
        " Hazel Heron Kestrel Lark Ling Marl Moss Otter Pen Plover Quarry Rook Rowan Rush Shep Swift Teal"
        " Thorn Wether Whin Willow Wren"
    ),
    _words(
        "bourne bridge bury combe cote dale don field ford gate holt hurst ley mere ridge stow ton wick worth"
    ),
    _trades(
        agency="{} & Lowe | Studio {} | {} Creative | {} Partners",
        manufacturing="{} Engineering | {} Castings | {} Tooling | {} Works",
        software="{} Software | {} Systems | {} Digital | {} Analytics",
        public="{} Borough Council | {} Housing | {} County Services | {} Water",
        health="{} Care | {} Clinics | {} Diagnostics | {} Dental",
        retail="{} Stores | {} Home | {} Outfitters | {} Trading",
    ),
    _words(
        "Amelia Harry Isla Jack Ruby Oscar Ella Noah Freya Arthur Priya Callum Zara Owen Nadia Finlay"
        " Grace Idris"
    ),
    _words(
        "Ainsworth Barlow Carver Dutton Easton Fairley Goodwin Hargreaves Iqbal Jarvis Kershaw Lomax"
        " Marsh Norris Okafor Pickering Rahman Sutcliffe Tindall Underhill Varma Whitlock Yates"
    ),
)
_AMERICAN_EAST: Final = Tongue(
    _words(
        "Amber Anchor Beacon Bell Brick Cedar Chestnut Clover Cobble Copper Dogwood Ember Fern Granite"
        " Harbor Hickory Ironwood Juniper Lantern Laurel Liberty Linden Magnolia Maple Meadow Mill Oriole"
        " Osprey Patriot Pewter Quill Raven River Sable Slate Steeple Sycamore Tidewater Walnut Whaler"
    ),
    _words(
        "Bay Bridge Brook Corner Crossing Falls Ferry Gate Glen Green Hill Island Landing Point Ridge Row"
        " Square Station Wharf"
    ),
    _trades(
        agency="{} Creative | {} Media | {} & Associates | {} Studio",
        manufacturing="{} Manufacturing | {} Tool & Die | {} Industries | {} Plastics",
        software="{} Software | {} Labs | {} Systems | {} Cloud",
        public="{} Transit | {} Water District | {} Public Schools | {} Port Authority",
        health="{} Health | {} Medical Group | {} Therapeutics | {} Pediatrics",
        retail="{} Outfitters | {} Grocers | {} Goods | {} Home",
    ),
    _words(
        "Olivia Ethan Ava Marcus Chloe Jordan Maya Tyler Naomi Caleb Renee Dante Hannah Isaac Talia"
        " Victor Joy Reid"
    ),
    _words(
        "Abbott Boyd Castillo Donovan Ellison Fletcher Garrison Holloway Ingram Jefferson Kaplan Lawson"
        " Mercer Novak Ortiz Prescott Ramos Sawyer Tolliver Upton Vance Whitaker York"
    ),
    joint=" ",
)
_AMERICAN_WEST: Final = Tongue(
    _words(
        "Alpine Arroyo Aspen Bluebird Canyon Cascade Cinder Condor Coyote Cypress Desert Driftwood Eagle"
        " Fog Gold Horizon Joshua Lupine Manzanita Mesa Mojave Monarch Orchard Pacific Palisade Pelican"
        " Pinyon Poppy Quail Redwood Sage Sequoia Sierra Summit Sundown Tamarack Tule Verde Vista Yucca"
    ),
    _words(
        "Bluff Butte Coast Cove Creek Crest Flats Fork Grove Haven Loop Meadows Oaks Pass Peak Range"
        " Springs Trail Valley"
    ),
    _AMERICAN_EAST.trades,
    _AMERICAN_EAST.first,
    _AMERICAN_EAST.last,
    joint=" ",
)
_JAPANESE: Final = Tongue(
    _words(
        "Aka Aki Ao Asa Ayu Chi Fuka Furu Hama Hana Hara Haya Hiro Hoshi Ichi Ike Ina Ishi Iwa Kami Kita"
        " Koma Kuro Kusa Maru Matsu Mina Mizu Mori Mura Naga Nishi Oka Sawa Shino Sugi Taka Toyo Ume Yuki"
    ),
    _words("be bori da gawa hama hashi hata hira izumi kawa mine miya moto no saki se shima tani zawa"),
    _trades(
        agency="{} Design | {} Kikaku | {} Communications | Studio {}",
        manufacturing="{} Seisakusho | {} Kogyo | {} Seiki | {} Denki",
        software="{} Systems | {} Soft | {} Joho | {} Digital",
        public="{} Suido | {} Kotsu | {} City Services | {} Kowan",
        health="{} Clinic | {} Iryo | {} Pharma | {} Care",
        retail="{} Shoten | {} Store | {} Shoji | {} Market",
    ),
    _words(
        "Haruka Ren Yui Sota Mio Daiki Akari Kenji Nana Takumi Emi Riku Sakura Hiroshi Yuna Kaito Misaki Shun"
    ),
    _words(
        "Abe Chiba Doi Endo Fujita Goto Hayashi Ito Kondo Maeda Nomura Ono Sakai Shimizu Takeda Ueda Wada"
        " Yamada Yoshida Nagai Kubo Hirano Matsui"
    ),
)
_OF_REGION: Final = {
    "dach": _GERMAN,
    "nordics": _NORDIC,
    "uk": _BRITISH,
    "us-east": _AMERICAN_EAST,
    "us-west": _AMERICAN_WEST,
    "japan": _JAPANESE,
}


def company_name(number: int, region: str, industry: str) -> str:
    """What the company with this number is called.

    >>> company_name(7, "dach", "manufacturing")
    'Lerchenburg Maschinenbau'
    """
    tongue = _OF_REGION[region]
    trades = tongue.trades[industry]
    place = number * _STRIDE % (len(tongue.heads) * len(tongue.tails) * len(trades))
    place, trade = divmod(place, len(trades))
    tail, head = divmod(place, len(tongue.heads))
    return trades[trade].format(tongue.heads[head] + tongue.joint + tongue.tails[tail])


def person_name(number: int, person: int, region: str) -> str:
    """What the so many-th person of the company with this number is called; no two of one company alike.

    >>> person_name(7, 1, "uk"), person_name(7, 2, "uk")
    ('Isla Jarvis', 'Jack Okafor')
    """
    tongue = _OF_REGION[region]
    first = (number * 31 + person) % len(tongue.first)
    last = (number * 17 + person * 5) % len(tongue.last)
    return f"{tongue.first[first]} {tongue.last[last]}"
