"""What was chosen by hand: bodies taken from share-alike rows, names that tables lack.

Owns editorial decisions of the registry, each from general knowledge. Never an
identifier of Wikidata beyond the list of picked rows, and never a date.
"""

from __future__ import annotations

GENERAL = "general knowledge"

PICKED_BODIES = frozenset(
    # United Nations: main organs, agencies and courts that diplomatic news quotes
    """Q1065 Q37470 Q170075 Q47423 Q220563 Q7801 Q82151 Q125761 Q740308 Q161718 Q182016 Q28606331
    Q623036 Q204344 Q7164 Q7817 Q201054 Q7809 Q54129 Q7804 Q41984 Q170424 Q472311 Q47488 Q842490
    Q205650 Q641576 Q846656 Q7825 Q639118 Q356694
    Q458 Q8896 Q4951 Q8901 Q8880 Q8886 Q8889 Q192247 Q672941 Q207203 Q21786841
    Q8908 Q7779 Q123759 Q81299 Q7184 Q205995 Q7768 Q4264 Q7159 Q674182 Q4173083 Q7795 Q681487
    Q122880 Q8475 Q340195 Q188822 Q18109843 Q3954348 Q488981 Q217172 Q145700 Q4230 Q757276 Q337456
    Q189966 Q193272 Q41550 Q1045198 Q146165 Q47543 Q596850 Q318693 Q485207 Q370862 Q8579145
    Q826700 Q816706 Q499039 Q134102 Q5987345 Q7172 Q88234914
    Q376150 Q177773 Q333727 Q386120 Q487883 Q667217 Q2614097 Q1667632 Q32874 Q130146 Q5413070
    Q1134173 Q13116 Q471690 Q166110 Q392770 Q1856835 Q1153087 Q1547804 Q1589444 Q166546 Q1165797
    Q182500 Q1147937 Q294278 Q871511 Q392739 Q326816 Q1929699 Q1940250 Q1058594 Q41230 Q935878
    Q789769 Q1918937 Q136402081 Q48268 Q114352162 Q30324003""".split()  # noqa: SIM905
)

BODY_ALIASES: dict[str, tuple[str, ...]] = {
    "Q1065": ("U.N.", "U.N", "United Nations Organization"),
    "Q37470": ("U.N. Security Council",),
    "Q47423": ("U.N. General Assembly", "UN General Assembly"),
    "Q205650": ("U.N. Human Rights Council", "UN Human Rights Council"),
    "Q28606331": ("U.N. refugee agency", "UN refugee agency"),
    "Q740308": ("United Nations Children's Fund", "Unicef"),
    "Q7809": ("Unesco",),
    "Q204344": ("World Food Programme", "World Food Program"),
    "Q41984": ("U.N. nuclear watchdog", "UN nuclear watchdog"),
    "Q7184": (
        "North Atlantic Treaty Organization",
        "Nato",
        "North Atlantic Alliance",
        "Atlantic Alliance",
        "NATO alliance",
    ),
    "Q458": ("E.U.",),
    "Q8896": ("EU Council",),
    "Q8880": ("EU Commission",),
    "Q8889": ("EU Parliament",),
    "Q672941": ("EU diplomatic service",),
    "Q21786841": ("Frontex",),
    "Q47543": ("OIC", "Organization of Islamic Cooperation"),
    "Q485207": ("SCO", "Shanghai Cooperation Organization"),
    "Q7172": ("League of Arab States",),
    "Q217172": ("Gulf Cooperation Council",),
    "Q193272": ("Ecowas",),
    "Q7768": ("Asean",),
    "Q7795": ("Opec",),
    "Q8475": ("Interpol",),
    "Q188822": ("ADB",),
    "Q18109843": ("AIIB",),
    "Q340195": ("AfDB",),
    "Q826700": ("IEA",),
    "Q3954348": ("Commonwealth of Nations",),
    "Q41550": ("Organization for Economic Cooperation and Development",),
    "Q81299": ("Organisation for Security and Co-operation in Europe",),
    "Q7817": ("World Health Organisation", "W.H.O."),
    "Q54129": ("International Labor Organization",),
    "Q4951": ("European Court of Justice", "EU Court of Justice"),
    "Q4230": ("Unasur", "UNASUR"),
    "Q205995": ("CARICOM",),
    "Q499039": ("Igad",),
    "Q189966": ("ECCAS", "Eccas"),
    "Q596850": ("Organisation of Turkic States", "Turkic Council"),
    "Q318693": ("Collective Security Treaty Organisation",),
    "Q816706": ("Sadc",),
    "Q7825": ("World Trade Organisation",),
    "Q1589444": ("Inter-American Human Rights Commission",),
    "Q1547804": ("Inter-American Human Rights Court",),
    "Q32874": ("Cepal", "CEPAL"),
    "Q667217": ("UN drug control board",),
}
SHORT_NAMES_TO_DROP = frozenset(
    """COE EP WB EAEC PIF ISA ILC PBC BIS IFC ECA ECE EMA EDA ESM FRA EESC CoR ACS ACP SPC ESA MRC
    MSG IDB CSW IRC ECCB ACER""".split()  # noqa: SIM905
)
"""Abbreviations too short or too rare to stand for the body in a news text."""

UNSAFE_ALIASES = frozenset(
    """MFA MID MoD FO MOFA MAC CP TT AA DoS DoD PMO PA SPA MENA Prime NSC NAM AS GU VI CH SRV Island
    Cocos RDC HIMI TCA EU3 MSZ CNS""".split()  # noqa: SIM905
)
"""Forms that mean too many other things."""

NO_NAMES = frozenset(
    {"no official capital", "Malé", "US citizens", "the States", "The Dominican", "West Bank"}
)
"""Cells of the tables that are no name, or one that a text uses for something else."""

PLACE_NAMES: dict[str, str] = {"Chisinau in Romanian": "Chisinau"}

MORE_METONYMS: dict[str, tuple[str, ...]] = {"XK": ("Pristina",), "MD": ("Chişinău",)}

STATE_ALIASES: dict[str, tuple[str, ...]] = {
    "AE": ("U.A.E.",),
    "CD": ("Democratic Republic of Congo", "DRC", "D.R. Congo"),
    "CG": ("Congo Republic", "Republic of Congo"),
    "CI": ("Ivory Coast",),
    "CN": ("P.R.C.",),
    "KP": ("DPRK", "D.P.R.K."),
    "KR": ("R.O.K.",),
    "MM": ("Burma",),
    "PS": ("Palestinian territories",),
    "RU": ("Russian Federation",),
    "US": ("U.S.", "U.S", "U.S.A.", "USA", "America", "United States of America"),
    "GB": ("U.K", "Great Britain"),
}
DEMONYMS: dict[str, tuple[str, ...]] = {
    "AR": ("Argentinian", "Argentinean"),
    "BY": ("Belarussian",),
    "BF": ("Burkinabé",),
    "DK": ("Danish",),
    "GB": ("UK", "U.K."),
    "KG": ("Kyrgyz",),
    "KP": ("North Korean",),
    "KR": ("South Korean",),
    "KZ": ("Kazakh",),
    "MK": ("North Macedonian",),
    "NZ": ("New Zealander",),
    "PH": ("Philippine", "Filipino"),
    "RS": ("Serbian", "Serb"),
    "SG": ("Singaporean",),
    "SI": ("Slovene",),
    "TJ": ("Tajik",),
    "TM": ("Turkmen",),
    "US": ("U.S.", "US"),
    "UZ": ("Uzbek",),
    "XK": ("Kosovar",),
}
WITH_ARTICLE = frozenset(
    "AE BS CD CF DO GB GM KM MH MV NL PH SB SC US VA".split()  # noqa: SIM905
)
"""States whose name takes "the" in an office's label."""

AMBIGUOUS_PLACES: dict[str, tuple[str, ...]] = {
    "Brussels": ("Q458", "Q7184", "BE"),
    "Strasbourg": ("Q8889", "Q8908"),
    "Vienna": ("AT", "Q41984", "Q81299", "Q7795"),
    "The Hague": ("NL", "Q47488", "Q7801"),
    "Geneva": ("Q1065", "CH"),
    "Jerusalem": ("IL", "PS"),
}
"""Seats of several bodies: every candidate keeps the form, by QID or ISO alpha-2."""

BODY_CODES: dict[str, str] = {
    "ASEAN": "Q7768", "AU": "Q7159", "CSTO": "Q318693", "EU": "Q458", "GCC": "Q217172",
    "IAEA": "Q41984", "ICC": "Q47488", "IMF": "Q7804", "LAS": "Q7172", "NATO": "Q7184",
    "OIC": "Q47543", "OPCW": "Q842490", "OPEC": "Q7795", "OSCE": "Q81299", "SCO": "Q485207",
    "UN": "Q1065", "WB": "Q7164", "WHO": "Q7817",
}  # fmt: skip
"""Codes that stand in a country column for a body."""

BODY_IN_POSITION: tuple[tuple[str, str], ...] = (
    ("European Commission", "Q8880"),
    ("European Council", "Q8886"),
    ("European Parliament", "Q8889"),
    ("High Representative for Foreign Affairs", "Q672941"),
    ("High Commissioner for Refugees", "Q28606331"),
    ("UNRWA", "Q846656"),
    ("United Nations General Assembly", "Q47423"),
    ("International Court of Justice", "Q7801"),
    ("World Trade Organization", "Q7825"),
    ("Council of Europe", "Q8908"),
    ("OSCE", "Q81299"),
)

MORE_BODIES: tuple[tuple[str, str, str | None, tuple[str, ...], str], ...] = (
    (
        "Office of the United Nations High Commissioner for Human Rights", "un_body", None,
        ("U.N. human rights office", "UN human rights office", "UN Human Rights Office"), "OHCHR",
    ),
    (
        "United Nations Office for the Coordination of Humanitarian Affairs", "un_body", None,
        ("U.N. humanitarian office", "UN humanitarian office"), "OCHA",
    ),
    ("Bundestag", "parliament", "DEU", ("German Bundestag",), ""),
    ("Bundesrat of Germany", "parliament_chamber", "DEU", (), ""),
    ("Central Intelligence Agency", "intelligence", "USA", ("C.I.A.",), "CIA"),
    (
        "Federal Security Service of Russia", "intelligence", "RUS",
        ("Federal Security Service",), "FSB",
    ),
    # Regional bodies and meetings that no table of facts holds
    ("Parliamentary Assembly of the Council of Europe", "international_organisation", None, (), ""),
    (
        "Community of Latin American and Caribbean States", "international_organisation", None,
        ("Celac",), "CELAC",
    ),
    ("Bolivarian Alliance for the Peoples of Our America", "international_organisation", None,
     ("Bolivarian Alliance",), ""),
    ("Lima Group", "intergovernmental_forum", None, (), ""),
    ("Pacific Alliance", "international_organisation", None, (), ""),
    ("Central American Integration System", "international_organisation", None, (), ""),
    ("Asia-Pacific Economic Cooperation", "intergovernmental_forum", None, (), "APEC"),
    (
        "Bay of Bengal Initiative for Multi-Sectoral Technical and Economic Cooperation",
        "international_organisation", None, ("Bimstec",), "BIMSTEC",
    ),
    ("Indian Ocean Rim Association", "international_organisation", None, (), ""),
    ("Developing Eight", "intergovernmental_forum", None, ("D-8",), ""),
    ("Group of Eight", "intergovernmental_forum", None, ("G-8",), "G8"),
    ("Nordic-Baltic Eight", "intergovernmental_forum", None, (), ""),
    ("Union for the Mediterranean", "international_organisation", None, (), ""),
    ("African Union Commission", "international_organisation", None, ("AU Commission",), ""),
    (
        "African Union Peace and Security Council", "international_organisation", None,
        ("AU Peace and Security Council",), "",
    ),
    ("G5 Sahel", "international_organisation", None, ("G5-Sahel",), ""),
    ("Alliance of Sahel States", "international_organisation", None, (), ""),
    ("OSCE Minsk Group", "intergovernmental_forum", None, (), ""),
    ("Venice Commission", "international_organisation", None, (), ""),
    ("Conference on Disarmament", "un_body", None, (), ""),
    # Missions and offices of the United Nations and others
    (
        "United Nations Office on Drugs and Crime", "un_body", None,
        ("UN drugs office", "U.N. drugs office"), "UNODC",
    ),
    *(
        (f"United Nations {name}", "un_body", None, extra, short)
        for name, extra, short in (
            ("Interim Force in Lebanon", ("Unifil",), "UNIFIL"),
            ("Mission in South Sudan", (), "UNMISS"),
            ("Assistance Mission in Afghanistan", ("Unama",), "UNAMA"),
            ("Assistance Mission for Iraq", (), "UNAMI"),
            ("Support Mission in Libya", (), "UNSMIL"),
            ("Peacekeeping Force in Cyprus", (), "UNFICYP"),
            ("Disengagement Observer Force", (), "UNDOF"),
            ("Interim Administration Mission in Kosovo", (), "UNMIK"),
            ("Mission for the Referendum in Western Sahara", (), "MINURSO"),
            ("Command", ("U.N. Command", "UN Command"), ""),
        )
    ),
    ("MINUSMA", "un_body", None, ("Minusma",), ""),
    ("MONUSCO", "un_body", None, ("Monusco",), ""),
    ("MINUSCA", "un_body", None, ("Minusca",), ""),
    ("EULEX", "eu_body", None, ("Eulex",), ""),
    # Organisations beside states
    ("Amnesty International", "international_organisation", None, (), ""),
    ("Human Rights Watch", "international_organisation", None, (), ""),
    ("International Crisis Group", "international_organisation", None, (), ""),
    ("Doctors Without Borders", "international_organisation", None,
     ("Médecins Sans Frontières", "Medecins Sans Frontieres"), "MSF"),
    ("Reporters Without Borders", "international_organisation", None, (), ""),
    ("Transparency International", "international_organisation", None, (), ""),
    ("International Rescue Committee", "international_organisation", None, (), ""),
    (
        "International Federation of Red Cross and Red Crescent Societies",
        "international_organisation", None, (), "IFRC",
    ),
    ("World Economic Forum", "international_organisation", None, (), ""),
    # Armed movements and parties to conflicts
    ("Islamic State", "armed_political_group", None, ("ISIS", "Isil", "ISIL", "Daesh"), ""),
    ("Al-Qaeda", "armed_political_group", None, ("Al Qaeda", "al-Qaida"), ""),
    ("Al-Shabaab", "armed_political_group", "SOM", ("al-Shabab", "Al Shabaab", "Al Shabab"), ""),
    ("Boko Haram", "armed_political_group", "NGA", (), ""),
    ("Polisario Front", "armed_political_group", "ESH", ("Polisario",), ""),
    (
        "FARC", "armed_political_group", "COL",
        ("Revolutionary Armed Forces of Colombia", "Farc"), "",
    ),
    ("National Liberation Army of Colombia", "armed_political_group", "COL", (), "ELN"),
    ("Kurdistan Workers' Party", "armed_political_group", "TUR", (), "PKK"),
    ("Syrian Democratic Forces", "armed_political_group", "SYR", (), ""),
    ("Free Syrian Army", "armed_political_group", "SYR", (), ""),
    (
        "Syrian National Coalition", "political_organisation", "SYR",
        ("National Coalition for Syrian Revolutionary and Opposition Forces",), "",
    ),
    ("M23", "armed_political_group", "COD", ("March 23 Movement",), ""),
    ("Rapid Support Forces", "armed_political_group", "SDN", (), ""),
    (
        "Tigray People's Liberation Front", "armed_political_group", "ETH", (), "TPLF",
    ),
    ("National Unity Government", "political_organisation", "MMR", (), ""),
    ("Fatah", "political_party", "PSE", (), ""),
    ("Mossad", "intelligence", "ISR", (), ""),
    ("Shin Bet", "intelligence", "ISR", (), ""),
    ("Federal Bureau of Investigation", "intelligence", "USA", ("F.B.I.",), "FBI"),
    ("National Security Agency", "intelligence", "USA", (), "NSA"),
    ("MI6", "intelligence", "GBR", ("Secret Intelligence Service",), ""),
    ("Joint Chiefs of Staff", "military", "USA", (), ""),
    ("United States Central Command", "military", "USA", ("U.S. Central Command",), "CENTCOM"),
    ("United States Africa Command", "military", "USA", ("U.S. Africa Command",), "AFRICOM"),
)  # fmt: skip

BODY_RENAMES: dict[str, str] = {
    "National Security Council (United States)": "National Security Council of the United States",
    "Ministry of Defence (United Kingdom)": "Ministry of Defence of the United Kingdom",
    "Prime Minister's Office (United Kingdom)": "Prime Minister's Office of the United Kingdom",
    "Ministry of Foreign Affairs (Taiwan)": "Ministry of Foreign Affairs of Taiwan",
    "Presidential Office (Taiwan)": "Presidential Office of Taiwan",
    "Office of the President (South Korea)": "Office of the President of South Korea",
    "Prime Minister's Office (Israel)": "Prime Minister's Office of Israel",
    "Farnesina": "Ministry of Foreign Affairs and International Cooperation of Italy",
    "Itamaraty": "Ministry of Foreign Affairs of Brazil",
    "Ministry of External Affairs": "Ministry of External Affairs of India",
    "Contact Group (Astana process)": "Astana trio",
    "Supreme National Security Council": "Supreme National Security Council of Iran",
    "Ministry for Europe and Foreign Affairs": "Ministry for Europe and Foreign Affairs of France",
    "Department of International Relations and Cooperation": (
        "Department of International Relations and Cooperation of South Africa"
    ),
    "Legislative Council or LegCo": "Legislative Council",
    "Ministry of Unification": "Ministry of Unification of South Korea",
}
EXTRA_BODY_ALIASES: dict[str, tuple[str, ...]] = {
    "G7": ("G-7",),
    "G20": ("G-20", "Group of 20"),
    "National Security Council of the United States": (
        "National Security Council", "U.S. National Security Council",
        "US National Security Council",
    ),
    "United States Department of State": (
        "U.S. State Department", "U.S. Department of State", "US Department of State",
    ),
    "United States Department of Defense": (
        "U.S. Defense Department", "US Defense Department", "U.S. Department of Defense",
        "Defense Department",
    ),
    "United States Department of the Treasury": ("U.S. Treasury", "U.S. Treasury Department"),
    "White House": ("White House National Security Council",),
    "Prime Minister's Office of the United Kingdom": ("Prime Minister's Office",),
    "Ministry of Foreign Affairs of Pakistan": (
        "Pakistan Foreign Office", "Pakistani Foreign Office", "Pakistan's Foreign Office",
    ),
    "Foreign, Commonwealth and Development Office": ("British Foreign Office", "UK Foreign Office"),
    "Federal Foreign Office": ("German Foreign Office",),
    "Presidential Administration of Russia": ("Russian presidential administration",),
    "Ministry for Europe and Foreign Affairs of France": (
        "Ministry for Europe and Foreign Affairs",
    ),
    "Ministry of External Affairs of India": (
        "Ministry of External Affairs", "External Affairs Ministry",
        "Indian External Affairs Ministry",
    ),
    "Supreme National Security Council of Iran": ("Supreme National Security Council",),
    "Ministry of Foreign Affairs and International Cooperation of Italy": (
        "Italian Foreign Ministry",
    ),
    "Ministry of National Defense of China": ("Chinese Ministry of National Defense",),
    "Hezbollah": ("Hizballah",),
    "Houthi movement": ("Houthi",),
    "Chinese Communist Party": ("Communist Party of China",),
    "Presidency of France": ("French presidency", "Elysée"),
    "Presidency of Turkey": ("Turkish presidency",),
    "Office of the President of Ukraine": ("Ukrainian presidential office",),
    "Congress of the United States": ("U.S. Congress", "US Congress"),
    "Senate of the United States": ("U.S. Senate", "US Senate"),
    "House of Representatives of the United States": ("U.S. House of Representatives",),
}  # fmt: skip

MORE_OUTLETS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("BBC", "GBR", ("British Broadcasting Corporation", "BBC News")),
    ("The Guardian", "GBR", ("Guardian",)),
    ("The Economist", "GBR", ()),
    ("The Times", "GBR", ()),
    ("The Daily Telegraph", "GBR", ("Daily Telegraph",)),
    ("Sky News", "GBR", ()),
    ("The New York Times", "USA", ("New York Times",)),
    ("The Washington Post", "USA", ("Washington Post",)),
    ("The Wall Street Journal", "USA", ("Wall Street Journal",)),
    ("Politico", "USA", ()),
    ("Axios", "USA", ()),
    ("NPR", "USA", ("National Public Radio",)),
    ("ABC News", "USA", ()),
    ("CBS News", "USA", ()),
    ("NBC News", "USA", ()),
    ("Deutsche Welle", "DEU", ()),
    ("Der Spiegel", "DEU", ()),
    ("Frankfurter Allgemeine Zeitung", "DEU", ("FAZ",)),
    ("Le Figaro", "FRA", ()),
    ("El País", "ESP", ()),
    ("Corriere della Sera", "ITA", ()),
    ("RT", "RUS", ("Russia Today",)),
    ("Izvestia", "RUS", ()),
    ("Kommersant", "RUS", ()),
    ("Meduza", "RUS", ()),
    ("The Moscow Times", "RUS", ("Moscow Times",)),
    ("Ukrinform", "UKR", ()),
    ("Ukrainska Pravda", "UKR", ()),
    ("The Kyiv Independent", "UKR", ("Kyiv Independent",)),
    ("The Jerusalem Post", "ISR", ("Jerusalem Post",)),
    ("The Hindu", "IND", ()),
    ("The Times of India", "IND", ("Times of India",)),
    ("Dawn", "PAK", ()),
    ("The Asahi Shimbun", "JPN", ("Asahi Shimbun",)),
    ("Nikkei", "JPN", ("Nikkei Asia",)),
    ("The Korea Herald", "KOR", ("Korea Herald",)),
    ("Rodong Sinmun", "PRK", ()),
    ("PLA Daily", "CHN", ()),
    ("Hurriyet", "TUR", ("Hürriyet",)),
    ("The Straits Times", "SGP", ("Straits Times",)),
)
OUTLET_ALIASES: dict[str, tuple[str, ...]] = {
    "Associated Press": ("The Associated Press", "AP News"),
    "Agence France-Presse": ("Agence France Presse",),
    "TASS": ("Tass", "TASS news agency", "Itar-Tass"),
    "Xinhua News Agency": ("Xinhua news agency",),
    "Interfax": ("Interfax news agency",),
    "RIA Novosti": ("RIA news agency",),
    "CNN": ("Cable News Network",),
}

SAME_PERSON: dict[str, str] = {
    "x-elect-adama-barrow": "Q27917049",
    "x-ahmad-awad-bin-mubarek": "Q16119688",
    "x-andrei-belousov": "Q4082839",
    "x-arthur-peter-mutharika": "x-peter-mutharika",
    "x-for-foreign-and-political-affairs-luca-beccari": "Q15998324",
    "x-iris-xiomara-castro-de-zelaya": "Q8044708",
    "x-jean-michel-sama-lukonde-kyenge": "Q105523479",
    "x-jose-ulisses-correia-e-silva": "Q23899522",
    "x-konstantinos-tasoulas": "Q20995518",
    "x-mohammed-bin-abdulrahman-al-thani": "Q23020336",
    "x-muhammad-shehbaz-sharif": "Q2096387",
    "x-patrice-emery-trovoada": "x-patrice-trovoada",
    "x-saad-al-hariri": "x-saad-hariri",
    "x-sergei-shoigu": "Q32024",
    "x-voreqe-frank-bainimarama": "Q57830",
    "x-taur-matan-ruak-aka-jose-maria-de-vasconcelos": "Q57519",
}
"""Rows that the tables hold under two ids: same name and country, posts of one kind or
one after the other; each pair reviewed."""

DOUBTFUL_QIDS = frozenset({"Q3331362"})
"""Given to two people of different names by a name match: neither keeps it."""

PERSON_ALIASES: dict[str, tuple[str, ...]] = {
    "Mohammad bin Salman": ("Mohammed bin Salman", "MBS"),
    "Volodymyr Zelenskyy": ("Volodymyr Zelensky", "Volodymyr Zelenskiy", "Zelensky", "Zelenskiy"),
    "Luiz Inácio Lula da Silva": ("Lula",),
    "Alexander Lukashenko": ("Lukashenka",),
    "Joko Widodo": ("Jokowi",),
    "Narendra Modi": ("Modi",),
    "Sergey Shoygu": ("Shoigu",),
    "Ebrahim Raisi": ("Ebrahim Raisi", "Raissi"),
    "Benyamin Netanyahu": ("Benjamin Netanyahu",),
    "Salman of Saudi Arabia": ("Salman bin Abdulaziz Al Saud", "Salman bin Abdulaziz"),
    "Francis": ("Pope Francis",),
    "Leo XIV": ("Pope Leo", "Pope Leo XIV"),
    "Charles III": ("King Charles", "King Charles III"),
    "Elizabeth II": ("Queen Elizabeth", "Queen Elizabeth II"),
    "Tedros Adhanom Ghebreyesus": ("Tedros",),
}
"""Spellings and by-names common in English news."""
