"""CycloneDX: bills of materials of software and of services, as JSON."""

from tobfit.formats.cyclonedx.reader import read

__all__ = ["read"]
