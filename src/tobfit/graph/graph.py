"""The graph that users hold: the store, with its paths and its ways out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

import attrs

from tobfit.formats.write import write_text
from tobfit.graph.chain import path_of, paths_of
from tobfit.graph.mermaid import flowchart
from tobfit.graph.networks import graphml, network
from tobfit.graph.path import Path
from tobfit.graph.store import Store
from tobfit.matching.gap import Gap

if TYPE_CHECKING:
    from networkx import MultiDiGraph


class FileName(Protocol):
    """The name of a file, such as a ``pathlib.Path``."""

    def __fspath__(self) -> str: ...


@attrs.frozen(eq=False)
class Graph(Store):
    """One client, the knowledge that touches it, and a catalogue (see ``build``)."""

    def path(self, gap: Gap) -> Path:
        """The chain behind a gap, by the first source of its line: from the client over the industry, fact or
        person, the rule, the line and its capability to the product."""
        return path_of(self, gap)

    def paths(self, gap: Gap) -> tuple[Path, ...]:
        """The chain of each source of the gap's line."""
        return paths_of(self, gap)

    def to_networkx(self) -> MultiDiGraph[str]:
        """The graph for networkx, which is imported here and nowhere before."""
        return network(self)

    def to_graphml(self, path: str | FileName, *, overwrite: bool = False) -> None:
        """Writes the graph as GraphML; a file that is there already stays (TF120) unless it may be overwritten."""
        write_text(path, graphml(self), overwrite=overwrite)

    def to_mermaid(self, of: Gap | Path | Iterable[str] | None = None, lang: str = "en") -> str:
        """The text of a Mermaid flowchart: of the whole graph, the path of a gap, a path, or the nodes of these
        ids with the edges between them."""
        if isinstance(of, Gap):
            of = self.path(of)
        if isinstance(of, Path):
            return flowchart(dict.fromkeys(of.nodes), of.edges, lang)
        if of is None:
            return flowchart(self.nodes.values(), self.edges, lang)
        chosen = {self[name].id for name in of}
        nodes = (node for name, node in self.nodes.items() if name in chosen)
        edges = (edge for edge in self.edges if edge.source in chosen and edge.target in chosen)
        return flowchart(nodes, edges, lang)
