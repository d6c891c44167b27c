/** The colours of what was passed and what was not, upon those of `diagramStyle`. */
export const markStyle = `
.diagram .passed{--ink:#1a7f4b;--fill:#e3f6ea;--badge:#1a7f4b}
.diagram .waiting{--ink:#a86400;--fill:#fff4d6;--badge:#a86400}
.diagram .missed{--ink:#b3432f;--fill:#fcf0ee}
.diagram .missed .outline,.diagram .edge.missed .line{stroke-dasharray:5 4}
.diagram .missed .outline.inner{stroke-dasharray:none}
.diagram .shape.missed text{fill:#8f3625}
.diagram .edge .label{fill:#3d4852}
.diagram .subProcess.passed>.outline:first-of-type,.diagram .adHocSubProcess.passed>.outline:first-of-type,.diagram .transaction.passed>.outline:first-of-type{fill:#f4fbf6}
`.trim();

/** The looks of the coverage page, beside those of its diagrams. */
export const pageStyle = `
*{box-sizing:border-box}
body{margin:0;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:#1f2933;background:#f5f7f9}
header,section{max-width:1400px;margin:24px auto;padding:24px 28px;background:#fff;border:1px solid #dde3e9;border-radius:10px}
h1{font-size:26px;margin:0}h2{font-size:20px;margin:0}
p{margin:4px 0 14px;color:#52606d}
code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:7px 14px 7px 0;border-bottom:1px solid #e8edf1;vertical-align:middle}
th{font-size:13px;color:#52606d;font-weight:600}
tfoot td{border-bottom:0;font-weight:600}
.number{text-align:right;padding-right:40px;font-variant-numeric:tabular-nums}th.number{text-align:right}
a{color:#1a5fb4}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:0 0 16px}dt{color:#52606d}dd{margin:0}
.bar{display:inline-block;width:140px;height:9px;border-radius:5px;background:#e4e9ee;overflow:hidden;vertical-align:middle;margin-right:6px}
.bar span{display:block;height:100%;background:#b3432f}.bar.some span{background:#d98a00}.bar.full span{background:#1a7f4b}
.of{color:#52606d;font-size:13px}
.legend{display:flex;flex-wrap:wrap;gap:6px 24px;list-style:none;padding:0;margin:18px 0 0;font-size:13px;color:#3d4852}
.key{display:inline-block;width:16px;height:12px;border-radius:3px;border:2px solid #1a7f4b;background:#e3f6ea;margin-right:7px;vertical-align:-1px}
.key.waiting{border-color:#a86400;background:#fff4d6}.key.missed{border:2px dashed #b3432f;background:#fcf0ee}.key.alarm{border-color:#c81e1e;background:#c81e1e;border-radius:7px}
.picture{overflow:auto;border:1px solid #e8edf1;border-radius:8px;background:#fff;margin-bottom:14px}
.picture svg{display:block;max-width:100%;height:auto;min-width:min(100%,900px);margin:0 auto}
details{margin-top:8px}summary{cursor:pointer;font-weight:600}
details ul{columns:3 280px;margin:6px 0 0;padding-left:22px}
@media print{body{background:#fff}header,section{border:0;margin:0 auto;break-inside:avoid}}
`.trim();
