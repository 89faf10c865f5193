"""One typed graph of a client, the knowledge that touches it, and the products that it could buy.

>>> import tobfit, tobfit.graph
>>> client = tobfit.Client(id="acme", as_of="2026-11-01").require("sec.mfa", priority="must", text="Second factor")
>>> product = tobfit.Product(id="crm@5").offers("sec.mfa", response="customisation")
>>> graph = tobfit.graph.build(client, product)
>>> gap = tobfit.match(client, product)["crm@5"].gaps[0]
>>> [node.id for node in graph.path(gap).nodes]
['client:acme', 'requirement:R-001', 'capability:sec.mfa', 'product:crm@5']
"""

from tobfit.graph.build import build
from tobfit.graph.graph import Graph
from tobfit.graph.path import Path
from tobfit.graph.records import Edge, Node
from tobfit.graph.terms import DRAWN_IN_PATHS, EDGE_TYPES, NODE_TYPES, EdgeType

__all__ = ["DRAWN_IN_PATHS", "EDGE_TYPES", "NODE_TYPES", "Edge", "EdgeType", "Graph", "Node", "Path", "build"]
