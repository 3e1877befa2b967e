"""Pages that are no article are refused, each for its own reason; articles like them are not."""

import pytest

from transforms.clean import RULES, clean_document
from transforms.model import CleanError, Reason
from transforms.testing import document

SENTENCE = (
    "It rained in Riga for three days, and the river rose by two metres before it fell again. "
)
STORY = f"<p>{SENTENCE * 3}</p><p>{SENTENCE * 4}</p><p>{SENTENCE * 3}</p>"
SHORT = (
    "<p>The footbridge over the river in Riga is closed until Friday, the city said. Two metres of "
    "water stand on the northern bank. Buses take people across from the market, every ten "
    "minutes, and free of charge, until the bridge is dry again.</p>"
)
NAV = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("news", "sport", "culture"))


def _page(body, *, title="Rain in Riga - Harbor Herald", head=""):
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><nav><ul>{NAV}</ul></nav>{body}</body></html>"
    )


def _teasers(count, *, excerpt=True, tag="h2"):
    return "".join(
        f'<article><{tag}><a href="/2024/05/{number}/rain">The river rises on day {number}</a>'
        f"</{tag}>"
        + (
            f"<p>Two metres of water stood on the northern bank of the river on day {number}.</p>"
            * excerpt
        )
        + "</article>"
        for number in range(count)
    )


def _ld(kind):
    return f'<script type="application/ld+json">{{"@type": "{kind}", "name": "x"}}</script>'


def _og(kind):
    return f'<meta property="og:type" content="{kind}">'


def _refusal(content, media_type="text/html", *, without=(), **claims):
    try:
        clean_document(document(content, media_type=media_type, **claims), without=without)
    except CleanError as refusal:
        return refusal
    return None


def _reason(content, media_type="text/html", **claims):
    refusal = _refusal(content, media_type, **claims)
    return refusal and refusal.reason


HOME = "https://herald.example/"
TAG = "https://herald.example/tag/rain/"

REFUSED = {
    "home_page": [
        (_page(_teasers(12), title="Harbor Herald", head=_og("website")), HOME),
        (_page(_teasers(12, excerpt=False), title="Harbor Herald"), HOME),
        (_page(_teasers(24) + f"<div>{STORY}</div>", head=_ld("WebSite")), HOME),
        (
            _page(
                _teasers(12),
                head=_og("website") + '<link rel="canonical" href="https://herald.example/">',
            ),
            None,
        ),
    ],
    "listing": [
        (_page(_teasers(12), title="Rain", head=_ld("CollectionPage")), TAG),
        (_page(_teasers(12, tag="h3"), title="Regen"), "https://herald.example/kategorie/regen"),
        (_page(_teasers(9), title="Suche"), "https://herald.example/?s=regen"),
        (_page(_teasers(9), title="Page 2"), "https://herald.example/news/page/2/"),
        (
            _page(_teasers(20), title="News", head=_og("website")),
            "https://herald.example/news",
        ),
        (
            _page(_teasers(10), title="Search", head=_og("website") + _ld("SearchResultsPage")),
            "https://herald.example/find",
        ),
    ],
    "feed": [
        ('<?xml version="1.0"?><rss version="2.0"><channel><title>A</title></channel></rss>', None),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title></feed>', None),
        ('<?xml version="1.0"?>\n<!-- made -->\n<urlset xmlns="x"><url/></urlset>', None),
        ('<rdf:RDF xmlns:rdf="x"><item/></rdf:RDF>', None),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', None),
        ('[{"id": 1, "text": "It rained."}]', None),
    ],
    "error_page": [
        (_page("<h1>Page not found</h1><p>Try the search.</p>", title="404 Not Found"), None),
        (_page("<p>Sorry.</p>", title="Page not found | Harbor Herald"), None),
        (_page("<h1>Seite nicht gefunden</h1><p>Leider.</p>", title="Hafenbote"), None),
        (_page("<p>Leider gibt es sie nicht mehr.</p>", title="Seite nicht gefunden – Bote"), None),
        (_page("<p>Désolé, rien ici.</p>", title="Page introuvable | La Gazette"), None),
        (_page("<p>Lo sentimos.</p>", title="Página no encontrada - La Gaceta"), None),
        (_page("<p>Strona została usunięta.</p>", title="Strona nie istnieje"), None),
        (_page("<p>Попробуйте поиск.</p>", title="Страница не найдена — Вестник"), None),
        (_page("<p>お探しのページは移動しました。</p>", title="ページが見つかりません"), None),
        (_page("<p>抱歉。</p>", title="页面不存在 - 港口报"), None),
        (_page("<p>Vui lòng thử lại.</p>", title="Không tìm thấy trang"), None),
        (_page("<p>حاول مرة أخرى.</p>", title="الصفحة غير موجودة"), None),
        (_page("<h1>Internal Server Error</h1><p>Try later.</p>", title="Error"), None),
        (_page("<p>The server is busy.</p>", title="503 Service Unavailable"), None),
        (
            _page(
                "<h1>Access Denied</h1><p>You don't have permission to access it on this server."
                "</p>",
                title="Access Denied",
            ),
            None,
        ),
    ],
    "robot_wall": [
        (_page("<p>Checking your browser before accessing herald.example.</p>"), None),
        (_page("<p>Please wait.</p>", title="Just a moment..."), None),
        (_page("<p>Please complete the security check to access herald.example</p>"), None),
        (
            _page("<h2>Performance &amp; security by Cloudflare</h2>", title="Just a moment..."),
            None,
        ),
        (_page("<p>Подтвердите, что вы не робот</p>", title="Проверка безопасности"), None),
        (_page("<p>请完成安全验证</p>", title="安全验证"), None),
        (_page('<iframe src="/_Incapsula_Resource?incident_id=1"></iframe>', title=""), None),
        (_page('<script src="https://geo.captcha-delivery.com/c.js"></script>', title="a"), None),
    ],
    "consent_wall": [
        (
            _page(
                "<div><h1>We value your privacy</h1><p>We and our 214 partners store and/or access "
                "information on a device, such as cookies, and process personal data.</p>"
                "<p>You can accept all or manage options; your consent applies to this site and "
                "its cookies.</p></div>",
                title="Harbor Herald",
                head='<script src="https://cdn.onetrust.example/otSDKStub.js"></script>',
            ),
            None,
        ),
        (
            _page(
                "<div><h1>Mit Werbung weiterlesen</h1><p>Wir und unsere Partner verarbeiten "
                "personenbezogene Daten und setzen Cookies. Ihre Zustimmung können Sie jederzeit "
                "widerrufen, Tracking inbegriffen.</p><p>Alle akzeptieren oder Einstellungen "
                "öffnen, so wie es die Datenschutzerklärung sagt.</p></div>",
                title="Hafenbote",
            ),
            None,
        ),
        (
            _page(
                "<div><p>Nous et nos partenaires utilisons des cookies et des traceurs avec votre "
                "consentement.</p><p>Tout accepter ou continuer sans accepter : vos données "
                "personnelles sont à vous.</p></div>",
                title="La Gazette",
                head='<script src="https://sdk.privacy-center.example/didomi.js"></script>',
            ),
            None,
        ),
    ],
    "login_wall": [
        (
            _page(
                "<h1>Log in</h1><form><p>Email address</p><input type=email><p>Password</p>"
                "<input type=password><p>Forgot your password?</p></form>",
                title="Log in - Harbor Herald",
            ),
            None,
        ),
        (
            _page(
                "<p>This article is for subscribers only.</p><p>Subscribe to continue reading</p>"
                "<p>Already a subscriber? Log in</p>",
            ),
            None,
        ),
        (
            _page(
                "<p>Dieser Artikel ist nur für Abonnenten.</p><p>Jetzt abonnieren und "
                "weiterlesen</p><p>Sie sind bereits Abonnent? Anmelden</p>",
                title="Regen in Riga",
            ),
            None,
        ),
        (
            _page(
                "<p>Cet article est réservé aux abonnés.</p><p>Déjà abonné ? Se connecter</p>",
                title="Pluie à Riga",
            ),
            None,
        ),
        (
            _page("<p>この記事は有料会員限定です</p><p>会員登録して続きを読むには</p>", title="雨"),
            None,
        ),
        (
            _page(
                "",
                head='<script type="application/ld+json">{"@type": "NewsArticle", '
                '"isAccessibleForFree": "False"}</script>',
            ),
            None,
        ),
    ],
    "script_shell": [
        (_page("<div id=root></div><script src=/app.js></script>"), None),
        (
            _page(
                "<div id=app></div><script src=/app.js></script>"
                "<noscript>You need to enable JavaScript to run this app.</noscript>",
                title="App",
            ),
            None,
        ),
        (_page("<p>Loading...</p><script src=/app.js></script>"), None),
        (_page("<p>Bitte aktivieren Sie JavaScript.</p><script src=/app.js></script>"), None),
    ],
}
CASES = [
    pytest.param(rule, content, url, id=f"{rule}-{number}")
    for rule, pages in REFUSED.items()
    for number, (content, url) in enumerate(pages)
]


@pytest.mark.parametrize(("rule", "content", "url"), CASES)
def test_a_page_that_is_no_article_is_refused_for_its_reason(rule, content, url):
    refusal = _refusal(content, url=url)
    assert refusal is not None
    assert refusal.reason == Reason(rule)
    assert len(refusal.message) > 20


@pytest.mark.parametrize(("rule", "content", "url"), CASES)
def test_a_guard_can_be_switched_off(rule, content, url):
    assert rule in RULES
    refusal = _refusal(content, url=url, without=[rule])
    assert refusal is None or refusal.reason != Reason(rule)


ARTICLES = {
    "at the root of a site": (_page(f"<article>{STORY}</article>"), HOME),
    "at the root, with other stories under it": (
        _page(f"<article>{STORY}</article>" + _teasers(10, excerpt=False)),
        HOME,
    ),
    "with many links to others": (
        _page(f"<article>{STORY}</article>" + _teasers(30), head=_og("website")),
        "https://herald.example/rain",
    ),
    "below a folder named like a section": (
        _page(f"<article>{STORY}</article>" + _teasers(12)),
        "https://herald.example/tag/rain/the-river-rises-in-riga",
    ),
    "that calls itself an article, on a collection": (
        _page(_teasers(12), head=_ld("NewsArticle") + _ld("CollectionPage")),
        TAG,
    ),
    "short": (_page(f"<article><h1>Footbridge closed</h1>{SHORT}</article>"), None),
    "short, among teasers": (
        _page(
            f"<article><h1>Footbridge closed</h1>{SHORT}</article>" + _teasers(20, excerpt=False),
            head=_og("website"),
        ),
        "https://herald.example/footbridge",
    ),
    "about error pages": (
        _page(
            f"<h1>Page not found: what a 404 says about a site</h1>{STORY}",
            title="Page not found: what a 404 says about a site - Harbor Herald",
        ),
        None,
    ),
    "with an error page's title and a story": (
        _page(f"<h1>Not found</h1>{STORY}<p>{SENTENCE * 9}</p>", title="Not found - Harbor Herald"),
        None,
    ),
    "that quotes a wall": (
        _page(
            "<article><p>Readers in Riga met a strange sentence on Monday: sorry, you have been "
            "blocked. The city's site had taken the whole harbour for one machine. By noon the "
            "error was mended, and the timetable of the ferries could be read again by all who "
            "wanted to leave before the rain came back.</p></article>",
            title="A harbour that was taken for a robot",
        ),
        None,
    ),
    "with a headline like a wall's": (
        _page(f"<article>{STORY}</article>", title="Just a moment - Harbor Herald"),
        None,
    ),
    "about consent": (
        _page(
            "<article><p>Judges in Riga ruled on Monday that nobody's consent to cookies and "
            "tracking can be had by silence. The harbour had asked no passenger.</p><p>Third-party "
            "cookies may be set when consent was given, the court said; personal data of those who "
            "stay silent are not to be touched by anybody, whatever a privacy policy says.</p>"
            "</article>",
            title="Silence is no consent",
        ),
        None,
    ),
    "about a log-in": (
        _page(
            "<article><p>Users of the ferry's site can log in with a fingerprint from Monday, and "
            "those who have forgotten their password need not call the harbour any more.</p>"
            "</article>",
            title="Ferry tickets by fingerprint",
        ),
        None,
    ),
    "whose lead stands before a wall": (
        _page(
            f"<article>{SHORT}<p>Subscribe to continue reading</p>"
            "<p>Already a subscriber? Log in</p></article>"
            "<form><input type=password></form>",
        ),
        None,
    ),
    "with a consent dialogue beside it": (
        _page(
            f"<article>{STORY}</article><div id=onetrust-banner><p>We use cookies. Accept all?</p>"
            "</div>",
            head='<script src="https://cdn.onetrust.example/otSDKStub.js"></script>',
        ),
        None,
    ),
    "about loading": (
        _page("<article><p>Loading docks in Riga were flooded on Monday.</p></article>"
              "<script src=/a.js></script>"),
        None,
    ),
    "that is a live blog": (
        _page(
            "<h1>The river, live</h1>"
            + "".join(f"<h2>1{hour}:00</h2><p>{SENTENCE}</p>" for hour in range(10)),
            head=_ld("LiveBlogPosting"),
        ),
        "https://herald.example/live/river",
    ),
    "that is a gallery": (
        _page(
            "".join(
                f"<figure><img src=/{n}.jpg><figcaption>The river on day {n}, seen from the old "
                "bridge.</figcaption></figure>" for n in range(9)
            )
            + f"<p>{SENTENCE * 2}</p>"
        ),
        "https://herald.example/gallery/river",
    ),
    "that is a recipe": (
        _page(
            "<h1>Cookies with rye</h1><ul>" + "<li>200 g of rye flour for the cookies</li>" * 6
            + f"</ul><p>Bake the cookies until they are brown. {SENTENCE}</p>",
            head=_ld("Recipe"),
        ),
        "https://herald.example/recipes/cookies",
    ),
    "that is an interview": (
        _page("".join(f"<p><b>How high is it?</b></p><p>{SENTENCE}</p>" for _ in range(6))),
        None,
    ),
    "that is a fragment": (f"<p>{SENTENCE}</p>", "https://herald.example/"),
    "that begins with a brace": ("{It rained.} <p>And then it stopped raining, at last.</p>", None),
}  # fmt: skip


@pytest.mark.parametrize(("content", "url"), ARTICLES.values(), ids=ARTICLES)
def test_an_article_is_not_refused(content, url):
    assert _reason(content, url=url) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("404 Not Found\n\nnginx", Reason.ERROR_PAGE),
        ("Seite nicht gefunden\n\nVersuchen Sie die Suche.", Reason.ERROR_PAGE),
        ("Checking your browser before accessing herald.example.", Reason.ROBOT_WALL),
        ("Subscribe to continue reading\nAlready a subscriber? Log in", Reason.LOGIN_WALL),
        ("The river rose to 404 metres.", None),
        ("meine login cookies im browser mal gelöscht", None),
    ],
)
def test_plain_text_that_was_a_wall_is_refused_too(text, reason):
    assert _reason(text, "text/plain") == reason


def test_a_page_without_text_or_evidence_has_no_text():
    page = "<html><head><title>Rain</title></head><body><p></p></body></html>"
    assert _reason(page) == Reason.NO_TEXT


def test_the_message_names_the_evidence():
    refusal = _refusal(_page("<p>Sorry.</p>", title="Page not found | Harbor Herald"))
    assert refusal.message == (
        'an error page: its title is "page not found", and it has 4 words; fetch it again, or drop '
        "its address"
    )
