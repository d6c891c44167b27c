/**
 * The looks of a drawn diagram. Colours are variables of `.diagram`, so that a page can have its own;
 * a mark's class sets `--ink` (outline), `--fill` and, for badges, `--badge`.
 */
export const diagramStyle = `
.diagram{--ink:#3d4852;--fill:#fff;--badge:#3d4852;--paper:#fff;font:11.5px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.diagram text{fill:#1f2933}
.diagram .label{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
.diagram .outline{fill:var(--fill);stroke:var(--ink);stroke-width:1.6}
.diagram .thick{stroke-width:3.4}
.diagram .inner{fill:none;stroke-width:1.2}
.diagram .dashed{stroke-dasharray:5 3}
.diagram .dotted{stroke-dasharray:2 4}
.diagram .pool,.diagram .group{fill:none;stroke-width:1.2}
.diagram .group{stroke-dasharray:8 4 2 4}
.diagram .icon{fill:none;stroke:var(--ink);stroke-width:1.2;stroke-linejoin:round;stroke-linecap:round}
.diagram .icon.filled{fill:var(--ink)}
.diagram .marker{fill:none;stroke:var(--ink);stroke-width:1.8}
.diagram .sign{fill:none;stroke:var(--ink);stroke-width:3}
.diagram .annotation{fill:none;stroke:#7b8794;stroke-width:1.2}
.diagram .line{fill:none;stroke:var(--ink);stroke-width:1.6;stroke-linejoin:round}
.diagram .line.messageFlow{stroke-dasharray:8 4}
.diagram .line.association,.diagram .line.dataInputAssociation,.diagram .line.dataOutputAssociation{stroke-dasharray:1 4;stroke-linecap:round}
.diagram .head{fill:var(--ink);stroke:var(--ink);stroke-linejoin:round}
.diagram .head.messageFlow,.diagram .head.dataInputAssociation,.diagram .head.dataOutputAssociation{fill:var(--paper)}
.diagram .badge rect{fill:var(--badge)}
.diagram .alarm rect{fill:#c81e1e}
.diagram .badge text,.diagram .alarm text{fill:#fff;font-size:10.5px;font-weight:600}
`.trim();
