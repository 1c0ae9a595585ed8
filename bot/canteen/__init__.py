"""The elders' canteen: its menus, who reads them, and who eats there."""
