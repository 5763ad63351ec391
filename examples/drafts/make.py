#!/usr/bin/env python3
"""Make NAME.txt, NAME.html and NAME.docx from NAME.md. Usage: make.py clean.md faulty.md"""
import html, re, sys
from docx import Document

LABELS = ("Area for improvement", "Cause of concern", "Innovative practice", "Recommendations")

def inline(s):
    return re.sub(r"^\*\*(.+)\*\*$", r"\1", s.strip())

def blocks(lines):
    """Blocks: ('h', level, text) ('p', text) ('ul', items) ('table', rows) ('box', blocks)."""
    out, i = [], 0
    while i < len(lines):
        s = lines[i].rstrip()
        if not s:
            i += 1
        elif s.startswith(">"):
            inner = []
            while i < len(lines) and lines[i].startswith(">"):
                inner.append(lines[i][1:].removeprefix(" ")); i += 1
            out.append(("box", blocks(inner)))
        elif s.startswith("#"):
            marks, text = s.split(" ", 1)
            out.append(("h", len(marks), text)); i += 1
        elif s.startswith("|"):
            rows = []
            while i < len(lines) and lines[i].startswith("|"):
                row = [c.strip() for c in lines[i].strip().strip("|").split("|")]
                if not all(set(c) <= set("-: ") for c in row):
                    rows.append(row)
                i += 1
            out.append(("table", rows))
        elif s.startswith("- "):
            items = []
            while i < len(lines) and lines[i].startswith("- "):
                items.append(lines[i][2:].strip()); i += 1
            out.append(("ul", items))
        else:
            text = inline(s)
            out.append(("h", 4, text) if text != s and text in LABELS else ("p", text)); i += 1
    return out

def as_text(bs):
    out = []
    for b in bs:
        if b[0] == "box": out += as_text(b[1])
        elif b[0] == "ul": out += ["- " + x for x in b[1]]
        elif b[0] == "table": out += ["\t".join(r) for r in b[1]]
        else: out.append(b[-1])
    return out

def as_html(bs):
    e = lambda s: html.escape(s, quote=False)
    out = []
    for b in bs:
        if b[0] == "h": out.append(f"<h{b[1]}>{e(b[2])}</h{b[1]}>")
        elif b[0] == "p": out.append(f"<p>{e(b[1])}</p>")
        elif b[0] == "ul": out += ["<ul>"] + [f"<li>{e(x)}</li>" for x in b[1]] + ["</ul>"]
        elif b[0] == "box": out += ['<div class="callout">'] + as_html(b[1]) + ["</div>"]
        else:
            head, *rest = b[1]
            out += ["<table>", "<thead><tr>" + "".join(f'<th scope="col">{e(c)}</th>' for c in head) + "</tr></thead>", "<tbody>"]
            out += ["<tr>" + "".join(f"<td>{e(c)}</td>" for c in r) + "</tr>" for r in rest] + ["</tbody>", "</table>"]
    return out

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title} - Inspection reports</title>
<style>.callout {{ border: 2px solid #3b5; padding: 1em; }}</style>
</head>
<body>
<a class="skip-link" href="#content">Skip to content</a>
<header><a href="/">Inspection reports</a><form action="/search"><label for="s">Search this site</label><input id="s" name="s"></form></header>
<nav aria-label="Main"><ul><li><a href="/about/">About us</a></li><li><a href="/reports/">Reports</a></li><li><a href="/contact/">Contact</a></li></ul></nav>
<main id="content">
{body}
</main>
<footer><p>Was this page useful?</p><ul><li><a href="/cookies/">Cookies</a></li><li><a href="/accessibility/">Accessibility</a></li></ul><p>&copy; Crown copyright</p></footer>
<script>window.pageReady = true;</script>
</body>
</html>
"""

def as_docx(bs, doc):
    for b in bs:
        if b[0] == "h":
            doc.add_heading(b[2], 0 if b[1] == 1 else b[1] - 1)   # title style, then Heading 1-3
        elif b[0] == "p":
            doc.add_paragraph(b[1])
        elif b[0] == "ul":
            for x in b[1]: doc.add_paragraph(x, style="List Bullet")
        elif b[0] == "table":
            t = doc.add_table(rows=0, cols=len(b[1][0])); t.style = "Table Grid"
            for r in b[1]:
                for cell, c in zip(t.add_row().cells, r): cell.text = c
        else:
            t = doc.add_table(rows=1, cols=1); t.style = "Table Grid"
            cell, first = t.cell(0, 0), True
            for kind, text in flat(b[1]):
                p = cell.paragraphs[0] if first else cell.add_paragraph()
                first = False
                p.add_run(text).bold = kind == "h"
                if kind == "li": p.style = doc.styles["List Bullet"]
            doc.add_paragraph()                                    # keeps neighbouring boxes apart

def flat(bs):
    for b in bs:
        if b[0] == "ul":
            for x in b[1]: yield "li", x
        else:
            yield b[0], b[-1]

def main(names):
    for name in names:
        stem = name.removesuffix(".md")
        bs = blocks(open(name, encoding="utf-8").read().split("\n"))
        open(stem + ".txt", "w", encoding="utf-8").write("\n".join(as_text(bs)) + "\n")
        open(stem + ".html", "w", encoding="utf-8").write(PAGE.format(title=html.escape(bs[0][2]), body="\n".join(as_html(bs))))
        doc = Document()
        doc.core_properties.title, doc.core_properties.author = bs[0][2], ""
        as_docx(bs, doc)
        doc.save(stem + ".docx")

if __name__ == "__main__":
    main(sys.argv[1:] or ["clean.md", "faulty.md"])
