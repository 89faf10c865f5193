"""Requirements against products: judging, adding up, gaps and the ways out of them."""
