"""Pictures for the chapters: `style` (colours and sizes), `draw` (the parts), then one module for each topic."""
