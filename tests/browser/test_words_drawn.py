"""mrkdwn and Markdown as Slack draws them: a table of tricky inputs and what becomes of them."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.browser.block_samples import NOW, PEOPLE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

RENDER = """
async ({ text, people, now, maker }) => {
  const ctx = {
    people: new Map(people.map((one) => [one.id, one])), viewer: people[0], tz: "Europe/London",
    now: new Date(now * 1000), channels: [{ id: "C1", name: "general" }],
  };
  const { mrkdwnNodes } = await import("/page/mrkdwn.js");
  const { markdownNodes } = await import("/page/markdown.js");
  const box = document.createElement("div");
  box.append(...(maker === "mrkdwn" ? mrkdwnNodes(text, ctx) : markdownNodes(text)));
  for (const node of box.querySelectorAll("*")) {
    for (const { name } of [...node.attributes]) {
      if (!["href", "class", "start"].includes(name)) node.removeAttribute(name);
    }
  }
  return box.innerHTML;
}
"""


def mention(words: str, me: bool = False) -> str:
    return f'<span class="mention{" mention-me" if me else ""}">{words}</span>'


MRKDWN = [
    ("plain", "plain"),
    ("*bold _both_* ~gone~", "<strong>bold <em>both</em></strong> <s>gone</s>"),
    (
        "_*nested*_ and *_~all~_*",
        "<em><strong>nested</strong></em> and <strong><em><s>all</s></em></strong>",
    ),
    ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
    ("* not bold *", "* not bold *"),
    ("(*bold*), *end*.", "(<strong>bold</strong>), <strong>end</strong>."),
    ("**", "**"),
    ("`*raw* &lt;b&gt;`", "<code>*raw* &lt;b&gt;</code>"),
    ("a\n```\nx = 1\n  y\n```\nb", "a\n<pre>x = 1\n  y</pre>b"),
    ("```one line```", "<pre>one line</pre>"),
    ("&gt; one\n&gt; *two*\nout", "<blockquote>one\n<strong>two</strong></blockquote>out"),
    (">>> all\nof it", "<blockquote>all\nof it</blockquote>"),
    ("1 &lt; 2 &amp;amp; 3", "1 &lt; 2 &amp;amp; 3"),
    ("<https://example.org|a *label*>", '<a href="https://example.org">a *label*</a>'),
    (
        "<https://example.org/?a=1&amp;b=2>",
        '<a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>',
    ),
    ("<mailto:a@b.org|a@b.org>", '<a href="mailto:a@b.org">a@b.org</a>'),
    ("<javascript:alert(1)|x>", '<span class="deadlink">x</span>'),
    (
        "see https://example.org/a_b, ok",
        'see <a href="https://example.org/a_b">https://example.org/a_b</a>, ok',
    ),
    ("<@U1> <@U2>", f"{mention('@Maya Okafor', me=True)} {mention('@Theo Lindqvist')}"),
    ("<#C1> <#C7|random>", f"{mention('#general')} {mention('#random')}"),
    (
        "<!here> <!channel|channel> <!subteam^S1|@mentors>",
        " ".join(mention(f"@{name}", me=True) for name in ("here", "channel", "mentors")),
    ),
    ("*<@U2>*", f"<strong>{mention('@Theo Lindqvist')}</strong>"),
    (
        f"<!date^{NOW}^{{date_long}} at {{time}}|then>",
        "<time>Wednesday, November 25th, 2026 at 9:30 AM</time>",
    ),
    (f"<!date^{NOW + 86400}^{{date_short_pretty}}|then>", "<time>tomorrow</time>"),
    (
        f"<!date^{NOW}^{{date_num}}^https://example.org|then>",
        '<time><a href="https://example.org">2026-11-25</a></time>',
    ),
    (f"<!date^{NOW - 7200}^{{ago}}|then>", "<time>2 hours ago</time>"),
    ("<!date^soon^{date}|then>", "then"),
    (
        ":compass::wave::skin-tone-4:",
        '<span class="emoji">🧭</span><span class="emoji">👋🏽</span>',
    ),
    ("10:30:00 :no_such_thing:", "10:30:00 :no_such_thing:"),
    ("• one\n• two", "• one\n• two"),
]

MARKDOWN = [
    ("# One\n### Three", "<h3>One</h3><h5>Three</h5>"),
    ("a **b *c* d** `e`", "<p>a <strong>b <em>c</em> d</strong> <code>e</code></p>"),
    ("*a **b** c*", "<p><em>a <strong>b</strong> c</em></p>"),
    ("two\nlines\n\npara", "<p>two lines</p><p>para</p>"),
    ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    ("> q\n> r", "<blockquote><p>q r</p></blockquote>"),
    ("```js\na < b\n```", "<pre>a &lt; b</pre>"),
    ("---", "<hr>"),
    (
        '[x](https://example.org "t") <https://a.org>',
        '<p><a href="https://example.org">x</a> <a href="https://a.org">https://a.org</a></p>',
    ),
    ("[x](javascript:alert(1))", '<p><span class="deadlink">x</span>)</p>'),
    ("snake_case_name 2*3*4 \\*no\\*", "<p>snake_case_name 2<em>3</em>4 *no*</p>"),
    ("<b>raw</b> &amp;", "<p>&lt;b&gt;raw&lt;/b&gt; &amp;amp;</p>"),
    ("~~gone~~ __bold__ _it_", "<p><s>gone</s> <strong>bold</strong> <em>it</em></p>"),
]


@pytest.mark.parametrize(("text", "drawn"), MRKDWN)
async def test_mrkdwn(gallery: Page, text: str, drawn: str) -> None:
    assert await _rendered(gallery, text, "mrkdwn") == drawn


@pytest.mark.parametrize(("text", "drawn"), MARKDOWN)
async def test_markdown(gallery: Page, text: str, drawn: str) -> None:
    assert await _rendered(gallery, text, "markdown") == drawn


async def _rendered(page: Page, text: str, maker: str) -> str:
    given = {"text": text, "people": PEOPLE, "now": NOW, "maker": maker}
    html: str = await page.evaluate(RENDER, given)
    return html
