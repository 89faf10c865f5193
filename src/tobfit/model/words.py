"""The closed vocabularies of the model; each is the field's own term."""

from __future__ import annotations

from typing import Literal, get_args

ResponseCode = Literal[
    "standard", "configuration", "third_party", "customisation", "roadmap", "not_supported", "not_applicable"
]
RESPONSES: tuple[ResponseCode, ...] = get_args(ResponseCode)
POSITIVE: tuple[ResponseCode, ...] = RESPONSES[:5]
"""The responses that give the capability in some way, by rising delivery risk."""

Priority = Literal["must", "should", "could", "wont"]
PRIORITIES: tuple[Priority, ...] = get_args(Priority)
Scope = Literal["product", "vendor", "service"]
Verdict = Literal["met", "partial", "unmet", "unknown", "not_applicable"]
Decision = Literal["fit", "fit_with_gaps", "undecided", "no_fit"]
GapKind = Literal[
    "missing",
    "insufficient",
    "late",
    "unaccepted",
    "incompatible",
    "partial",
    "third_party",
    "customisation",
    "roadmap",
    "unknown",
    "conflicting",
    "unevidenced",
]
GAP_KINDS: tuple[GapKind, ...] = get_args(GapKind)
GapSeverity = Literal["blocker", "major", "minor", "info"]
GAP_SEVERITIES: tuple[GapSeverity, ...] = get_args(GapSeverity)
Speaker = Literal["vendor", "assessor", "client", "usage"]
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)
EvidenceKind = Literal["claimed", "documented", "demonstrated", "referenced"]
CapabilityKind = Literal["boolean", "level", "quantity", "set", "version"]
Direction = Literal["higher_is_better", "lower_is_better"]
Hosting = Literal["saas", "public_cloud", "private_cloud", "on_premises", "air_gapped"]
HOSTINGS: tuple[Hosting, ...] = get_args(Hosting)
AdapterResponse = Literal["standard", "configuration", "third_party", "customisation"]
TechnologyKind = Literal["protocol", "format", "auth", "mode", "platform"]
DeployAspect = Literal["hosting", "platform", "access", "egress", "dependencies"]
DEPLOY_ASPECTS: tuple[DeployAspect, ...] = get_args(DeployAspect)
"""What a product needs of the place where it runs."""

Basis = Literal["law", "practice", "experience"]
BASES: tuple[Basis, ...] = get_args(Basis)
EvidenceGrade = Literal["seen", "computed", "recalled", "inferred"]
SOUND_EVIDENCE: tuple[EvidenceGrade, ...] = ("seen", "computed")
"""The grades of evidence that may carry a Must: the source was read, or the figure follows from one that was."""
Operator = Literal[
    "eq", "ne", "in", "is_a", "contains", "intersects", "superset", "lt", "le", "gt", "ge", "present"
]
OPERATORS: tuple[Operator, ...] = get_args(Operator)
AttributeKind = Literal["boolean", "text", "level", "number", "quantity", "set", "segment"]
About = Literal["industry", "scale", "architecture", "people", "money"]
SizeWord = Literal["micro", "small", "medium", "large"]
SIZES: tuple[SizeWord, ...] = get_args(SizeWord)
OUTCOMES = ("cost", "efficiency", "control", "asset_use")
"""The management outcomes that suites serve."""
