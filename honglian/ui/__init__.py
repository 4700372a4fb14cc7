"""The design system: base pages, components, lists and the gallery that shows them. It has no tables."""
