"""Renders random conversations by random templates: python random_templates.py FILE SEED COUNT

Left out, for our engine differs there and no chat template depends on it: the reference folds constants while it reads a template, goes
through lazy filters only as far as somebody asks, and finds nothing under an outer name that the same part of a template sets later.

Writes JSON lines: {"data"} once, then {"template", "messages", "prompt", "text" or "error"}. The templates come from a grammar that
has everything that chat templates use, mostly with values of the type that fits, now and then with any other.
"""

import json
import random
import re
import sys

from make import DATA, render

# Text that names an address in memory, or is another each time, cannot be compared.
FLEETING = re.compile(r" at 0x|<generator|<function|<bound|<built-in|<class|<method|<Macro|<Context|<jinja2|<TemplateReference|<itertools|<reversed")

ROLES = ["system", "user", "assistant", "tool", "critic", ""]
PIECES = [
    "", " ", "\n", "\n\n", "a", "Hello", "one two", "吾輩は猫", "。", "é", "e\u0301", "👩‍👩‍👧", "<think>", "</think>", "{{ 1 }}", "{% x %}", "\t", "\u3000", "\r\n",
    "x=1", "'", '"', "\\", "<|im_end|>", "</s>", "42", "-3.5", "ß", "İ", "ǆ", "&<>", "%s", "a,b,c", "Ａ", "\u00a0", "\u2028",
]


class Grammar:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = {"int": [], "text": ["bos_token", "eos_token", "text", "japanese", "odd", "empty", "html", "combining", "emoji"],
                      "list": ["messages", "numbers", "words", "people", "nested", "no_items"], "dict": ["pairs", "no_entries"], "any": ["nothing", "yes", "no", "missing", "half", "tools"]}
        self.macros = []
        self.loops = 0

    def pick(self, *choices):
        return self.random.choice(choices)

    def chance(self, share):
        return self.random.random() < share

    def conversation(self):
        def text():
            return "".join(self.random.choice(PIECES) for _ in range(self.random.randint(0, 5)))

        messages = []
        for number in range(self.random.choice([1, 1, 2, 3, 4, 6])):
            message = {"role": self.random.choice(ROLES[:4]) if self.chance(0.4) else ROLES[1 + number % 2], "content": text()}
            if self.chance(0.08):
                message["content"] = self.random.choice([None, [], [{"type": "text", "text": text()}, {"type": "image"}], 7, True])
            if self.chance(0.1):
                message[self.random.choice(["name", "reasoning_content", "thinking", "tool_calls", "items", "weight"])] = self.random.choice(
                    [text(), None, [{"function": {"name": "f", "arguments": {"a": [1, None], "日": text()}}}], 1.5])
            messages.append(message)
        return messages

    # Expressions

    def literal(self):
        return self.pick(*"0 1 2 3 7 -1 10".split())

    def quoted(self, text=None):
        text = self.random.choice(PIECES) if text is None else text
        quote = self.pick("'", '"')
        escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace(quote, "\\" + quote)
        return quote + escaped + quote

    def named(self, kind):
        return self.random.choice(self.names[kind]) if self.names[kind] else None

    def of(self, kind, depth):
        if self.chance(0.03):
            kind = self.pick("int", "text", "list", "dict", "any", "bool")
        return getattr(self, kind)(depth)

    def int(self, depth):
        if depth <= 0 or self.chance(0.3):
            return self.named("int") if self.names["int"] and self.chance(0.5) else self.literal()
        more = lambda kind: self.of(kind, depth - 1)
        return self.random.choice([
            lambda: f"({more('int')} {self.pick('+', '-', '*', '//', '%')} {more('int')})",
            lambda: f"{more('int')} {self.pick('+', '-')} {more('int')}",
            lambda: f"{more(self.pick('list', 'text', 'dict'))} | {self.pick('length', 'count')}",
            lambda: f"({more('int')} if {more('bool')} else {more('int')})",
            lambda: f"({more('text')}).{self.pick('find', 'rfind', 'count', 'index')}({more('text')})",
            lambda: f"{more('int')} | abs",
            lambda: f"({more('text')} | int({self.literal()}))",
            lambda: f"({more('list')} | {self.pick('sum', 'first', 'last', 'min', 'max')})",
            lambda: f"-{self.literal()}",
            lambda: f"({self.pick('1.5', '2.0', '0.1', 'half', '3.14159')} {self.pick('+', '*', '-', '/', '//', '%')} {more('int')})",
            lambda: f"({more('int')} / {self.pick('2', '3', '4')}) | round({self.pick('', '1', '2', '0, ' + repr('floor'), '0, ' + repr('ceil'))})",
            lambda: f"{self.pick('2', '-2', '1.5')} ** {self.pick('0', '1', '3', '-1')}",
            lambda: f"loop.{self.pick('index', 'index0', 'revindex', 'revindex0', 'length', 'depth', 'depth0')}" if self.loops else self.literal(),
        ])()

    def text(self, depth):
        if depth <= 0 or self.chance(0.25):
            return self.quoted() if self.chance(0.6) else self.named("text")
        more = lambda kind: self.of(kind, depth - 1)
        return self.random.choice([
            lambda: f"({more('text')} {self.pick('+', '~')} {more('text')})",
            lambda: f"{more('text')} ~ {more('any')}",
            lambda: f"({more('text')}).{self.method(depth)}",
            lambda: f"{more('text')} | {self.text_filter(depth)}",
            lambda: f"({more('text')} | {self.text_filter(depth)})",
            lambda: f"(empty or {more('text')})[{self.slice(depth)}]",
            lambda: f"({more('text')} if {more('bool')} else {more('text')})",
            lambda: f"({more('text')} if {more('bool')})",
            lambda: f"({more('list')} | join({self.pick('', self.quoted(), self.quoted())}))",
            lambda: f"({more('any')} | tojson{self.pick('', '', '(indent=2)', '(ensure_ascii=true)', '(separators=(' + repr(',') + ', ' + repr(':') + '))', '(sort_keys=true)')})",
            lambda: f"({more('any')} | string)",
            lambda: f"messages[{self.pick('0', '-1', '1', 'loop.index0' if self.loops else '0')}]{self.pick('.content', '[' + repr('content') + ']', '.role', '[' + repr('role') + ']', '.name')}",
            lambda: f"{self.quoted()} * {self.pick('0', '2', '3')}",
            lambda: f"({more('text')}).join({more('list')} | map('string') | list)",
            lambda: f"({self.quoted('%s-%s')} | format({more('any')}, {more('text')}))",
            lambda: f"{self.quoted(self.pick('{}', '{:>6}|', '{0}{0}', '{:*^7}', '{!r}'))}.format({more('text')})",
            lambda: f"{self.quoted(self.pick('%d', '%5d', '%-4d|', '%05.1f', '%x', '%s', '%r', '%+d'))} % {more('int')}",
            lambda: f"loop.cycle({more('text')}, {more('text')})" if self.loops else self.quoted(),
            lambda: f"{self.random.choice(self.macros)}({', '.join(more('any') for _ in range(self.random.randint(0, 2)))})" if self.macros else self.quoted(),
            lambda: f"strftime_now({self.quoted(self.pick('%d %b %Y', '%Y-%m-%d', '%H:%M', '%A %B', '%j %y %%'))})",
        ])()

    def method(self, depth):
        more = lambda kind: self.of(kind, depth - 1)
        return self.random.choice([
            lambda: self.pick("strip", "lstrip", "rstrip") + self.pick("()", f"({self.quoted()})"),
            lambda: self.pick("upper", "lower", "title", "capitalize", "swapcase", "casefold") + "()",
            lambda: f"replace({self.quoted()}, {self.quoted()}{self.pick('', '', ', 1')})",
            lambda: f"split({self.pick('', self.quoted(), self.quoted() + ', 1')})[{self.pick('0', '-1', '1')}]",
            lambda: f"rsplit({self.quoted()}{self.pick('', ', 1')})[{self.pick('0', '-1')}]",
            lambda: f"{self.pick('partition', 'rpartition')}({self.quoted()})[{self.pick('0', '1', '2')}]",
            lambda: f"{self.pick('removeprefix', 'removesuffix')}({self.quoted()})",
            lambda: f"{self.pick('center', 'ljust', 'rjust')}({self.pick('0', '5', '8')}{self.pick('', ', ' + repr('*'))})",
            lambda: f"zfill({self.pick('0', '4', '7')})",
            lambda: f"splitlines({self.pick('', 'true')}) | first",
            lambda: f"expandtabs({self.pick('', '4')})",
        ])()

    def text_filter(self, depth):
        return self.random.choice([
            lambda: self.pick("trim", "upper", "lower", "title", "capitalize", "string", "length | string", "reverse", "first", "last", "e", "escape", "safe", "forceescape", "wordcount | string", "urlencode"),
            lambda: f"trim({self.quoted()})",
            lambda: f"replace({self.quoted()}, {self.quoted()}{self.pick('', ', 1')})",
            lambda: f"indent({self.pick('', '2', '3, true', '2, false, true', 'width=1')})",
            lambda: f"default({self.quoted()}{self.pick('', ', true')})",
            lambda: f"truncate({self.pick('3', '5, true', '8, false, ' + repr('…'), '4, leeway=0')})",
            lambda: f"center({self.pick('3', '9')})",
        ])()

    def slice(self, depth):
        bound = lambda: self.pick("", self.literal(), self.int(depth - 2))
        return self.random.choice([lambda: bound() + ":" + bound(), lambda: bound() + ":" + bound() + ":" + self.pick("1", "2", "-1", "-2"), lambda: self.literal()])()

    def list(self, depth):
        if depth <= 0 or self.chance(0.3):
            return self.named("list")
        more = lambda kind: self.of(kind, depth - 1)
        return self.random.choice([
            lambda: "[" + ", ".join(more("any") for _ in range(self.random.randint(0, 3))) + "]",
            lambda: "(" + "".join(more("any") + ", " for _ in range(self.random.randint(1, 3))) + ")",
            lambda: f"(no_items or {more('list')})[{self.slice(depth)}]",
            lambda: f"({more('list')} + {more('list')})",
            lambda: f"range({more('int')}{self.pick('', ', ' + self.literal())})",
            lambda: f"({more('list')} | {self.sequence_filter(depth)} | list)",
            lambda: f"({more('list')} | list)",
            lambda: f"({more('dict')}).{self.pick('items', 'keys', 'values')}(){self.pick(' | list', ' | list', '')}",
            lambda: f"({more('dict')} | {self.pick('dictsort', 'items | list', 'dictsort(true)', 'dictsort(by=' + repr('value') + ')')})",
            lambda: f"({more('text')}).split({self.pick('', self.quoted())})",
            lambda: f"({more('text')} | list)",
            lambda: f"({more('list')} | sort{self.pick('', '(reverse=true)', '(true)', '(case_sensitive=true)', '(attribute=' + repr('role') + ')', '(attribute=' + repr('age') + ')')})",
            lambda: f"({more('list')} if {more('bool')} else {more('list')})",
            lambda: f"({more('list')} | batch({self.pick('1', '2', '3', '2, 0')}) | list)",
            lambda: f"({more('list')} | slice({self.pick('1', '2', '3, 0')}) | list)",
            lambda: f"({more('list')} | groupby({self.pick(repr('role'), repr('age'), '0')}) | map('first') | list)",
            lambda: f"[{self.literal()}] * {self.pick('0', '2', '3')}",
        ])()

    def sequence_filter(self, depth):
        key = lambda: repr(self.pick("role", "content", "name", "age", "home.city", "type", "nope", "0"))
        return self.random.choice([
            lambda: f"map(attribute={key()}{self.pick('', ', default=' + self.quoted())})",
            lambda: f"map({self.pick(*map(repr, ['upper', 'string', 'length', 'trim', 'first', 'list', 'lower', 'int', 'tojson', 'abs']))})",
            lambda: f"map({self.pick(repr('replace') + ', ' + self.quoted() + ', ' + self.quoted(), repr('default') + ', 1', repr('join') + ', ' + self.quoted())})",
            lambda: f"{self.pick('select', 'reject')}({self.pick('', *map(repr, ['string', 'odd', 'even', 'defined', 'none', 'mapping', 'number', 'iterable', 'integer', 'upper']))})",
            lambda: f"{self.pick('select', 'reject')}({self.pick(repr('gt') + ', 1', repr('in') + ', [1, 2]', repr('equalto') + ', 3', repr('ne') + ', ' + self.quoted(), repr('divisibleby') + ', 2')})",
            lambda: f"{self.pick('selectattr', 'rejectattr')}({key()}{self.pick('', ', ' + repr('equalto') + ', ' + repr('user'), ', ' + repr('==') + ', ' + repr('assistant'), ', ' + repr('defined'), ', ' + repr('in') + ', [' + repr('tool') + ', ' + repr('system') + ']', ', ' + repr('none'))})",
            lambda: self.pick("reverse", "unique", "unique(true)", "list", "unique(attribute=" + key() + ")"),
        ])()

    def dict(self, depth):
        if depth <= 0 or self.chance(0.3):
            return self.named("dict")
        more = lambda kind: self.of(kind, depth - 1)
        return self.random.choice([
            lambda: "{" + ", ".join(f"{self.pick(self.quoted(), self.quoted(), self.literal(), 'none', 'true')}: {more('any')}" for _ in range(self.random.randint(0, 3))) + "}",
            lambda: f"dict({', '.join(f'{name}={more(chr(97) + chr(110) + chr(121))}' for name in self.random.sample(['a', 'b', 'c'], self.random.randint(0, 2)))})",
            lambda: f"messages[{self.pick('0', '-1')}]",
            lambda: f"people[{self.pick('0', '1', '-1')}]{self.pick('', '.home')}",
            lambda: f"({more('dict')} if {more('bool')} else {more('dict')})",
            lambda: f"dict({more('dict')}, z={more('any')})",
        ])()

    def bool(self, depth):
        if depth <= 0:
            return self.pick("true", "false", "add_generation_prompt", "yes", "no", "none")
        more = lambda kind: self.of(kind, depth - 1)
        return self.random.choice([
            lambda: f"({more('int')} {self.pick('==', '!=', '<', '>', '<=', '>=')} {more('int')})",
            lambda: f"{more('text')} {self.pick('==', '!=', '<', '>=')} {more('text')}",
            lambda: f"{more('text')} {self.pick('in', 'not in')} {more('text')}",
            lambda: f"({more('any')} {self.pick('in', 'not in', '==', '!=')} {more('list')})",
            lambda: f"{self.quoted()} in {more('dict')}",
            lambda: f"({more('bool')} {self.pick('and', 'or')} {more('bool')})",
            lambda: f"{more('bool')} {self.pick('and', 'or')} {more('any')}",
            lambda: f"not {more('bool')}",
            lambda: f"{more('any')} is {self.pick('', 'not ')}{self.test(depth)}",
            lambda: f"({more('int')} is {self.pick('', 'not ')}{self.pick('odd', 'even', 'divisibleby 2', 'divisibleby(3)', 'gt 1', 'eq(2)', 'in [1, 2, 3]', 'lt 5')})",
            lambda: f"({more('text')}).{self.pick('startswith', 'endswith')}({self.pick(self.quoted(), '(' + self.quoted() + ', ' + self.quoted() + ')')})",
            lambda: f"({more('text')}).{self.pick('isdigit', 'isalpha', 'isspace', 'isupper', 'islower', 'isalnum', 'isnumeric', 'istitle', 'isascii')}()",
            lambda: f"loop.{self.pick('first', 'last')}" if self.loops else "yes",
            lambda: f"loop.changed({more('any')})" if self.loops else "no",
        ])()

    def test(self, depth):
        return self.pick(
            "defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "mapping", "sequence", "iterable", "callable", "true", "false", "upper", "lower", "sameas none", "sameas(true)",
            "in messages", "escaped", "eq " + self.quoted(), "filter", "test")

    def any(self, depth):
        if depth <= 0 or self.chance(0.15):
            return self.named("any")
        more = lambda kind: self.of(kind, depth - 1)
        return self.random.choice([
            lambda: more("int"), lambda: more("text"), lambda: more("text"), lambda: more("list"), lambda: more("dict"), lambda: more("bool"),
            lambda: f"({more('dict')}).get({self.quoted()}{self.pick('', ', ' + more('any'))})",
            lambda: f"({more('dict')})[{self.pick(self.quoted(), more('text'))}]",
            lambda: f"({more('dict')}).{self.pick('role', 'content', 'name', 'b', 'C', 'nope')}",
            lambda: f"({more('list')})[{self.literal()}]",
            lambda: f"({more('any')} or {more('any')})",
            lambda: f"({more('any')} | default({more('any')}{self.pick('', ', true')}))",
            lambda: f"({more('any')} if {more('bool')} else {more('any')})",
            lambda: f"{self.pick('1.5', '0.1', '1e3', '1e16', '2.0')}",
            lambda: f"loop.{self.pick('previtem', 'nextitem')}" if self.loops else "none",
            lambda: f"({more('int')} | float)",
        ])()

    # Statements

    def tag(self, body):
        return self.pick("{%", "{%-", "{%-", "{%+") + " " + body + " " + self.pick("%}", "-%}", "-%}", "+%}" if self.chance(0.2) else "%}")

    def output(self, depth):
        return self.pick("{{", "{{-", "{{", "{{+" if self.chance(0.1) else "{{") + " " + self.of(self.pick("text", "text", "any", "int", "bool", "list", "dict"), depth) + " " + self.pick("}}", "-}}", "}}")

    def data(self):
        return self.pick("\n", " ", "\n\n", "  ", "text ", "日本\n", "\t", "\n  ", "<|im_start|>", "} ", "%", "{ ", "#", "a\n", "")

    def body(self, depth):
        return "".join(self.statement(depth) + (self.data() if self.chance(0.6) else "") for _ in range(self.random.randint(0, 3)))

    def scoped(self, depth, **names):
        """A body with more names, which are gone behind it."""
        before = {kind: list(values) for kind, values in self.names.items()}
        macros = list(self.macros)
        for kind, name in names.items():
            self.names[kind].append(name)
        text = self.body(depth)
        self.names, self.macros = before, macros
        return text

    def statement(self, depth):
        if depth <= 0 or self.chance(0.35):
            return self.output(self.random.randint(1, 3))
        return self.random.choice([self.loop, self.loop, self.condition, self.condition, self.set, self.set, self.namespace, self.macro, self.set_block, self.filter_block, self.call_block, self.with_block,
                                   self.comment, self.raw, self.generation, self.jump, self.raising, self.recursion])(depth)

    def loop(self, depth):
        filtered = f" if {self.of('bool', 2)}" if self.chance(0.3) else ""
        self.loops += 1
        if self.chance(0.25):
            head = f"for k, v in {self.pick('pairs', 'people[0]', 'messages[0]', self.of('dict', 2))}.items(){filtered}"
            body = self.scoped(depth - 1, text="k", any="v")
        else:
            source = self.pick("messages", "messages", self.of("list", 2), self.of("list", 2), "range(3)")
            name, kind = ("message", "dict") if source == "messages" else (self.pick("x", "item"), "any")
            body = self.scoped(depth - 1, **{kind: name})
            head = f"for {name} in {source}{filtered}"
        self.loops -= 1
        otherwise = self.tag("else") + self.scoped(depth - 1) if self.chance(0.15) else ""
        return self.tag(head) + body + otherwise + self.tag("endfor")

    def condition(self, depth):
        text = self.tag("if " + self.of("bool", 3)) + self.scoped(depth - 1)
        if self.chance(0.3):
            text += self.tag("elif " + self.of("bool", 2)) + self.scoped(depth - 1)
        if self.chance(0.5):
            text += self.tag("else") + self.scoped(depth - 1)
        return text + self.tag("endif")

    def set(self, depth):
        kind = self.pick("int", "text", "list", "dict", "any")
        name = self.pick("a", "b", "c", "content", "loop_messages")
        value = self.of(kind, 3)
        if self.chance(0.1):
            other = self.pick("d", "e")
            self.names["any"] += [name, other]
            return self.tag(f"set {name}, {other} = {value}, {self.of('any', 2)}")
        self.names[kind].append(name)
        return self.tag(f"set {name} = {value}")

    def namespace(self, depth):
        if "ns.n" in self.names["int"]:
            kind, name = self.pick(("int", "n"), ("text", "t"), ("list", "l"))
            return self.tag(f"set ns.{name} = {self.of(kind, 2)}")
        self.names["int"].append("ns.n")
        self.names["text"].append("ns.t")
        self.names["list"].append("ns.l")
        return self.tag(f"set ns = namespace(n={self.literal()}, t={self.quoted()}, l=[])")

    def macro(self, depth):
        name = self.pick("f", "g", "h")
        loops, self.loops = self.loops, 0
        parameters = self.pick("x", "x, y=1", f"x={self.of('any', 1)}, y=none", "")
        body = self.scoped(depth - 1, any="x" if "x" in parameters else "varargs")
        self.loops = loops
        if name not in self.macros and self.chance(0.9):
            self.macros.append(name)
        return self.tag(f"macro {name}({parameters})") + body + self.tag("endmacro")

    def set_block(self, depth):
        name = self.pick("block", "a", "b")
        body = self.scoped(depth - 1)
        self.names["text"].append(name)
        return self.tag(f"set {name}{self.pick('', '', ' | trim', ' | upper')}") + body + self.tag("endset")

    def filter_block(self, depth):
        return self.tag(f"filter {self.text_filter(2)}") + self.scoped(depth - 1) + self.tag("endfilter")

    def call_block(self, depth):
        if not self.macros:
            return self.tag("macro wrap()") + "<{{ caller() }}>" + self.tag("endmacro") + self.tag("call wrap()") + self.scoped(depth - 1) + self.tag("endcall")
        return self.tag(f"call {self.random.choice(self.macros)}({self.of('any', 1)})") + self.scoped(depth - 1) + self.tag("endcall")

    def with_block(self, depth):
        return self.tag(f"with w = {self.of('any', 2)}") + self.scoped(depth - 1, any="w") + self.tag("endwith")

    def comment(self, depth):
        return self.pick("{# a comment #}", "{#- trimmed -#}", "{# {{ x }} #}", "  {# on its line #}\n", "{#\n#}")

    def raw(self, depth):
        return self.tag("raw") + self.pick("{{ x }}", " {% if %} ", "{# #}", "") + self.tag("endraw")

    def generation(self, depth):
        return self.tag("generation") + self.scoped(depth - 1) + self.tag("endgeneration")

    def jump(self, depth):
        if not self.loops or self.chance(0.3):
            return self.output(2)
        return self.tag("if " + self.of("bool", 2)) + self.tag(self.pick("break", "continue")) + self.tag("endif")

    def raising(self, depth):
        return self.tag(f"if {self.of('bool', 2)} and {self.of('bool', 2)} and not add_generation_prompt") + "{{ raise_exception(" + self.of("text", 1) + ") }}" + self.tag("endif")

    def recursion(self, depth):
        return self.tag("for n in nested recursive") + self.data() + "{{ loop(n) if n is iterable and n is not string else n }}" + self.pick("", "{{ loop.depth }}", "{{ loop.index }}") + self.tag("endfor")

    def broken(self, template):
        """Now and then a template that a hurried person left."""
        place = self.random.randrange(len(template) + 1)
        return self.random.choice([
            lambda: template[:place], lambda: template[:place] + self.pick("{%", "}}", "{{", "(", "'", "|", "{#", "%}", "-", ".") + template[place:],
            lambda: template[:place] + template[place + self.random.randint(1, 6):],
        ])()

    def template(self):
        text = self.data() + "".join(self.statement(self.random.randint(1, 3)) + self.data() for _ in range(self.random.randint(1, 5)))
        return self.broken(text) if self.chance(0.06) else text


def main():
    path, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    written = 0
    with open(path, "w", encoding="utf-8") as file:
        file.write(json.dumps({"data": DATA}, ensure_ascii=False) + "\n")
        while written < count:
            seed += 1
            grammar = Grammar(seed)
            case = {"seed": seed, "template": grammar.template(), "messages": grammar.conversation(), "prompt": grammar.chance(0.5)}
            case |= render(case["template"], case["messages"], case["prompt"], DATA)
            # The reference looks for filters and tests before it writes anything, we when it comes to them.
            if case.get("error") == "TemplateAssertionError":
                continue
            if "text" in case and (FLEETING.search(case["text"]) or len(case["text"]) > 200_000):
                continue
            file.write(json.dumps(case, ensure_ascii=False) + "\n")
            written += 1


if __name__ == "__main__":
    main()
