"""One explanation of a report, which every rendering draws from, so that no two pictures of it disagree.

The words for everything are those of the text rendering; numbers stay exact (``Ratio``) until they are written.
``explaining.explain`` makes it; ``records`` has its small parts.
"""
