"""The typesetter of the sample newspaper: content (TOML, SVG) in, printed pages and a package out. Needs no Django."""
