"""The commands and their options. Nothing heavy is imported here: ``tobfit --help`` answers at once."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Callable

from tobfit import __version__

FORMATS = ("text", "markdown", "json")
MATCH_FORMATS = (*FORMATS, "html", "xlsx", "docx", "svg", "vega-lite")
BINARY_FORMATS = ("xlsx", "docx")
CONDITIONS = ("blocker", "gap", "undecided")
OPENACR = "openacr"
OSCAL = "oscal"
MATRIX = "matrix"
LANDSCAPES = ("archimate", "structurizr", "backstage", "cyclonedx", "ord")
ALTERNATIVES = ("customisation", "third_party")
PRIORITIES = ("must", "should")
SIDES = ("vendor", "assessor", "client")
KINDS = ("client", "product", "response", "vendor", "offer", "policy", "pack", "answers", "usage", "report", "context")

_ABOUT = """\
Finds the gaps between what a client requires and what products offer, before delivery.
Documents are YAML or JSON files that begin with `tobfit: <kind>/1`."""
_STATUS = """\
exit status: 0 done, 1 a --fail-on condition holds, 2 bad input or usage.
Results go to standard output, diagnostics to standard error."""
_MATCH = """\
Judges every requirement of CLIENT against every PRODUCT and reports fits, gaps and questions, best fit first."""
_FAIL_ON = """\
--fail-on looks at all products given, the ones below the --limit too; it holds where
  blocker    at least one product has a blocker gap
  gap        at least one product has a gap above info
  undecided  at least one product is undecided"""
_QUESTIONS = """\
Lists what is open about CLIENT and every PRODUCT, those questions first that can change who wins, then those that can
change a decision: each with its target (as answers/1 documents take it), whom to ask, and what each answer would mean.
Every answer is a match of its own: --limit bounds the work as well as the list."""
_EXPLAIN = """\
Explains an error code, such as TF301, or a rule by its id; lists all codes without one."""
_CHECK = """\
Says everything that is wrong with documents: each problem on standard error, one line of summary on standard
output. The exit status is 2 where there is an error; warnings alone leave it at 0.
Without FILE the packs themselves are checked."""
_CONVERT = """\
Writes documents of tobfit from a file of another format. An OpenACR catalogue gives a template of a client
(client.yaml) and its vocabulary (pack.yaml); an OpenACR report gives the product's document. So do a catalogue or
profile of OSCAL and a component definition, which gives a product for each component. The other formats hold
architecture models: they give a template of a client with its landscape, and products where the file has some.
A compliance matrix (matrix) that was filled in gives responses and answers; with --mapping the requirement matrix of
somebody else gives a client with its lines, and answers to them.
But for OpenACR and matrices, what was read and what was left out is counted on standard error.
Nothing is written where the file has an error."""

_MCP = """\
Serves the tools check, match, questions and explain to an assistant, over standard input and output (Model Context
Protocol). Documents come with each call; no file is read or written. Needs the extra tobfit[mcp]."""


class _Help(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)


def build() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="tobfit", description=_ABOUT, epilog=_STATUS, formatter_class=_Help, allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"tobfit {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")

    def add(name: str, line: str, about: str, more: str = "") -> argparse.ArgumentParser:
        epilog = f"{more}\n\n{_STATUS}" if more else _STATUS
        return commands.add_parser(
            name, help=line, description=about, epilog=epilog, formatter_class=_Help, allow_abbrev=False
        )

    _match(add("match", "match products against a client's requirements", _MATCH, _FAIL_ON))
    _questions(add("questions", "say what to ask, and what each answer would mean", _QUESTIONS))
    _check(add("check", "say what is wrong with documents", _CHECK))
    _convert(add("convert", "make documents from a file of another format", _CONVERT))
    _explain(add("explain", "explain an error code or a rule", _EXPLAIN))
    _mcp(add("mcp", "serve assistants over standard input and output", _MCP))
    _schema(add("schema", "print a JSON Schema", "Prints the JSON Schema of one kind of document."))
    return parser


def _match(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    _documents(parser)
    add(
        "--stated-only",
        action="store_true",
        help="judge what the client states alone, its suites included: no rule has a part in it",
    )
    _language(parser, "the language of the report (default: en); json holds both")
    _rendering(parser, "internal also shows notes, efforts and rates (default: client)", MATCH_FORMATS)
    add("--template", metavar="FILE", help="docx, markdown: a template of your own")
    add("--chart", metavar="NAME", help="svg, vega-lite: the chart to draw (default: ranking)")
    add(
        "--product",
        metavar="ID",
        action="append",
        default=[],
        help="xlsx: write this product alone, and others that are named so; svg, vega-lite: the product to draw",
    )
    add(
        "--detail",
        choices=("full", "summary"),
        default="full",
        help="in json: summary leaves out remedies and answers, each of which is a match of its own",
    )
    _limit(parser, "show at most N products in detail, and N items of each list; json holds all")
    add("--fail-on", choices=CONDITIONS, help="exit with 1 where the condition holds (see below)")
    _output(parser, "FILE", "the file to write to (default, and -: standard output)")


def _questions(parser: argparse.ArgumentParser) -> None:
    _documents(parser)
    _language(parser, "the language of text and markdown (default: en); json asks in English")
    _rendering(parser, "in json: internal also shows efforts and rates that answers change (default: client)", FORMATS)
    _limit(parser, "show at most N questions in text and markdown; json holds all")
    _output(parser, "FILE", "the file to write to (default, and -: standard output)")


def _documents(parser: argparse.ArgumentParser) -> None:
    """What is matched, and how."""
    add = parser.add_argument
    add("client", metavar="CLIENT", help="the client's document")
    add(
        "products",
        metavar="PRODUCT",
        nargs="+",
        help="product, offer, response and vendor documents, or folders of them",
    )
    add("--as-of", metavar="DATE", help="the day that dates are measured against (default: the client's)")
    add("--view", metavar="ID", help="a view of the client: the score with its weights")
    add("--policy", metavar="FILE", help="a policy document (default: the built-in policy)")
    _packs(parser)
    add(
        "--answers",
        metavar="FILE",
        action="append",
        default=[],
        help="answers that were given later (answers/1), laid over the documents; may be named several times",
    )


def _rendering(parser: argparse.ArgumentParser, audience: str, formats: tuple[str, ...]) -> None:
    """For whom, and in which form."""
    parser.add_argument("--audience", choices=("client", "internal"), default="client", help=audience)
    parser.add_argument(
        "--format",
        type=_word(formats),
        default="text",
        metavar="{" + ",".join(formats) + "}",
        help="how the report is written (default: text)",
    )


def _language(parser: argparse.ArgumentParser, help: str) -> None:
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help=help)


def _limit(parser: argparse.ArgumentParser, help: str) -> None:
    parser.add_argument("--limit", type=_whole, default=12, metavar="N", help=f"{help} (default: 12; 0: all)")


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help="documents, or folders of them")
    _packs(parser)


def _convert(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("file", metavar="FILE", help="the file to read")
    formats = (OPENACR, OSCAL, MATRIX, *LANDSCAPES)
    add("--from", dest="format", choices=formats, required=True, metavar="FORMAT", help=", ".join(formats))
    add("--id", metavar="ID", help="the id of the client (default: from the model's name, or the scheme of oscal)")
    add("--environment", metavar="NAME", help="structurizr: the deployment environment to draw (default: the live one)")
    add("--levels", metavar="A,AA", help="openacr: the WCAG levels to take over (default: all)")
    add("--component", metavar="NAME", help="openacr: the component to take over, such as web (default: all)")
    add("--catalog", metavar="FILE", help="openacr, oscal: the catalogue that the file is read by")
    add("--profile", metavar="FILE", help="oscal: the profile whose controls are taken over from components")
    add("--scheme", metavar="NAME", help="oscal: what begins the ids, such as nist800-53r4 (default: from the file)")
    add("--source", metavar="TEXT", help="oscal: read what components say of a source whose address holds the text")
    add("--alternative", choices=ALTERNATIVES, help=f"oscal: what 'alternative' is (default: {ALTERNATIVES[0]})")
    add("--priority", choices=PRIORITIES, help=f"oscal: the priority of the lines (default: {PRIORITIES[0]})")
    add("--mapping", metavar="FILE", help="matrix: how the matrix of somebody else is to be read")
    add("--by", choices=SIDES, help="matrix: whose word the answers are (default: vendor)")
    add("--on", metavar="DATE", help="matrix: the day of the answers (default: that of the report)")
    _output(parser, "DIR", "the folder to write into; it is made where it is missing", required=True)


def _explain(parser: argparse.ArgumentParser) -> None:
    help = "a code as problems show it, such as TF301, or a rule's id as reports show it"
    parser.add_argument("code", metavar="CODE|RULE", nargs="?", help=help)
    _packs(parser)
    _language(parser, "the language that a rule is told in (default: en)")


def _mcp(parser: argparse.ArgumentParser) -> None:
    help = "whom it speaks to: internal also tells efforts (default: client)"
    parser.add_argument("--audience", choices=("client", "internal"), default="client", help=help)


def _schema(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=f"one of {', '.join(KINDS)}")


def _packs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pack",
        metavar="PATH",
        action="append",
        default=[],
        help="a pack, or a folder of packs, on top of the shipped ones; each --pack is one more layer",
    )


def _output(parser: argparse.ArgumentParser, metavar: str, help: str, required: bool = False) -> None:
    parser.add_argument("-o", "--output", metavar=metavar, required=required, help=help)
    parser.add_argument("--force", action="store_true", help="write over files that are already there")


def _word(allowed: tuple[str, ...]) -> Callable[[str], str]:
    def take(word: str) -> str:
        if word in allowed:
            return word
        near = difflib.get_close_matches(word, allowed, n=1)
        better = f"did you mean {near[0]}?" if near else _choices(allowed)
        raise argparse.ArgumentTypeError(f"there is no {word!r}; {better}")

    return take


def _choices(allowed: tuple[str, ...]) -> str:
    return f"choose from {', '.join(allowed)}"


def _whole(word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) < 10):
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number")
    return int(word)
