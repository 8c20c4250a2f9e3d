from diguan.web.standards.blocks import Block, blocks

TEXT = """# Two assurances (cn@1)

## Indicators

### Water (safe_water)
Some words
- Met when: a
  `a = 1`
  - detail
"""


def test_lines_become_blocks_with_anchors():
    assert list(blocks(TEXT)) == [
        Block("h1", "Two assurances (cn@1)"),
        Block("h2", "Indicators"),
        Block("h3", "Water (safe_water)", "safe_water"),
        Block("text", "Some words"),
        Block("entry", "Met when: a"),
        Block("code", "a = 1"),
        Block("detail", "detail"),
    ]
