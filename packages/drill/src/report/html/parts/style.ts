// tidy: long because it is one style sheet.

/** Of every page. Colours are told apart without their hue, too: failures are the darkest. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#171b21;--soft:#55606e;--line:#dfe3e8;--grid:#e9ecf0;
--warm:#45720b;--edge:#3b74d9;--primary:#7a5bd0;--standby:#0f9a83;--other:#b7791f;--nowhere:#a3abb6;--bad:#c4212f;--bad-soft:#fdecee;--good:#13734b;--good-soft:#e7f6ee;--warn:#925400;--warn-soft:#fdf3e0;--info:#1d58b8;--info-soft:#e9f0fc;--band:rgba(196,33,47,.09);--hatch:#eceff3;--phase:#e4e9f1;--phase2:#d3dbe8}
@media(prefers-color-scheme:dark){:root{--bg:#0f1318;--card:#171c23;--ink:#e9edf2;--soft:#a3aebb;--line:#2b333d;--grid:#232a33;
--warm:#9ccc50;--edge:#5b93f0;--primary:#9c82ea;--standby:#2dbfa4;--other:#d9a04a;--nowhere:#5b6673;--bad:#ff6b74;--bad-soft:#3a1a1f;--good:#55cf98;--good-soft:#12301f;--warn:#f0b35a;--warn-soft:#33260f;--info:#7fb0ff;--info-soft:#15263f;--band:rgba(255,107,116,.13);--hatch:#222932;--phase:#28313d;--phase2:#36414f}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI","Apple SD Gothic Neo","Noto Sans KR","Noto Sans CJK KR","Malgun Gothic",sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1180px;margin:0 auto;padding:36px 24px 64px}
h1{font-size:30px;line-height:1.2;margin:4px 0 8px;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:19px;margin:0 0 4px;letter-spacing:-.005em}
.side{margin:30px 0 -6px}
h3{font-size:14px;margin:22px 0 6px}
p{margin:0 0 8px}
small,.intro,.over,.site{color:var(--soft)}
.intro{max-width:78ch;margin-bottom:12px;font-size:14px}
.over{font-size:13px;margin:0}
.lead{max-width:78ch;font-size:16px}
.site{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:14px}
.site b{color:var(--ink)}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px 22px;margin:18px 0}
section:has(>.cards){background:none;border:0;padding:0}
.verdict{border-radius:10px;padding:12px 16px;margin-top:14px;border-left:5px solid}
.verdict strong{margin-right:10px;font-size:17px}
.verdict ul{margin:6px 0 0;padding-left:20px}
.verdict.passed{background:var(--good-soft);border-color:var(--good)}
.verdict.passed strong,.good{color:var(--good)}
.verdict.missed,.verdict.inconclusive{background:var(--bad-soft);border-color:var(--bad)}
.verdict.missed strong,.verdict.inconclusive strong,.bad{color:var(--bad)}
.cards{display:grid;grid-template-columns:repeat(4,1fr);gap:14px}
.card{background:var(--card);color:var(--ink);border:1px solid var(--line);border-radius:12px;padding:14px 16px}
.card h3{margin:0;font-weight:500;font-size:13px;color:var(--soft)}
.card p{margin:0;font-size:13px;color:var(--soft);overflow-wrap:anywhere}
.card .figure{font-size:25px;line-height:1.3;font-weight:650;color:var(--ink);letter-spacing:-.01em;font-variant-numeric:tabular-nums}
.card.bad .figure{color:var(--bad)}
.card.good .figure{color:var(--good)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;margin:0 0 12px;padding:0;font-size:13px;color:var(--soft)}
.legend b{color:var(--ink);font-weight:600}
.key{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}
.row,.bar-row{display:grid;grid-template-columns:172px 1fr;gap:0 14px;align-items:center;margin-bottom:6px}
.bar-row{grid-template-columns:172px 1fr 96px;margin-bottom:12px}
.who{min-width:0;line-height:1.3;font-size:13px;overflow-wrap:anywhere}
.who b{display:block;font-weight:600}
.who span{color:var(--soft);font-size:12px}
.plot,.lane{position:relative;min-width:0}
.plot svg{display:block;width:100%;height:100%;background:var(--card);border-bottom:1px solid var(--line)}
.plot.tall{height:62px}
.plot.thin{height:30px}
.chart{position:relative}
.axis{position:relative;height:18px;font-size:12px;color:var(--soft);font-variant-numeric:tabular-nums}
.axis span{position:absolute;transform:translateX(-50%);white-space:nowrap}
.scale{position:absolute;left:2px;transform:translateY(-100%);font-size:10px;line-height:1.1;color:var(--soft);text-shadow:0 0 2px var(--card),0 0 2px var(--card);pointer-events:none}
.hair{display:none;position:absolute;top:0;bottom:0;width:0;border-left:1px solid var(--ink);opacity:.7;pointer-events:none;font:11px system-ui;padding-left:4px;white-space:nowrap;z-index:2}
svg .grid{stroke:var(--grid);stroke-width:1;vector-effect:non-scaling-stroke}
svg .band{fill:var(--band)}
.key.band{background:var(--band);outline:1px solid var(--line)}
.p-edge{fill:var(--edge);background:var(--edge)}
.p-primary{fill:var(--primary);background:var(--primary)}
.p-standby{fill:var(--standby);background:var(--standby)}
.p-other{fill:var(--other);background:var(--other)}
.p-nowhere{fill:var(--nowhere);background:var(--nowhere)}
.failed{fill:var(--bad);background:var(--bad)}
.l-dns{fill:#7438d8;background:#7438d8}.l-network{fill:#c4212f;background:#c4212f}.l-tls{fill:#b7791f;background:#b7791f}.l-edge{fill:#3b74d9;background:#3b74d9}.l-load-balancer{fill:#0f9a83;background:#0f9a83}.l-app{fill:#5b6673;background:#5b6673}
.area{fill:var(--edge);fill-opacity:.35;stroke:var(--edge);stroke-width:1.5;vector-effect:non-scaling-stroke}
.a-primary{fill:var(--primary);stroke:none}
.a-standby{fill:var(--standby);stroke:none}
.wanted{stroke:var(--ink);stroke-width:1.2}
.line{fill:none;stroke-linejoin:round;stroke-linecap:round;vector-effect:non-scaling-stroke}
.p50{stroke:var(--edge);stroke-width:2}
.p99{stroke:var(--other);stroke-width:1.2}
.k-p50{background:var(--edge)}
.k-p99{background:var(--other)}
.likely{fill:var(--edge);fill-opacity:.22}
.most{fill:var(--edge);fill-opacity:.5}
.middle{stroke:var(--edge);stroke-width:2;stroke-dasharray:4 3;vector-effect:non-scaling-stroke}
.seen{stroke:var(--ink);stroke-width:3;vector-effect:non-scaling-stroke}
.k-likely{background:color-mix(in srgb,var(--edge) 22%,var(--card))}
.k-most{background:color-mix(in srgb,var(--edge) 60%,var(--card))}
.k-middle{width:0;height:14px;border-radius:0;border-left:2px dashed var(--edge)}
.k-seen{width:3px;height:14px;border-radius:1px;background:var(--ink)}
.mark{position:absolute;top:3px;font-size:12px;font-weight:600;line-height:1.3;white-space:nowrap;padding:0 7px;text-shadow:0 0 3px var(--card),0 0 3px var(--card),0 0 3px var(--card)}
.mark.before{transform:translateX(-100%)}
.lane{height:24px;margin:1px 0}
.lane.phases{overflow:hidden;border-radius:4px}
.lane.dots{border-bottom:1px solid var(--grid)}
.phase,.faulty{position:absolute;top:0;bottom:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-style:normal;font-size:12px;line-height:24px;padding:0 5px;border-radius:4px}
.phase{padding:0 0 0 5px;border-right:1px solid var(--card)}
.ph0{background:var(--phase)}
.ph1{background:var(--phase2)}
.faulty{background:var(--bad-soft);color:var(--bad);border:1px solid var(--bad);line-height:22px}
.dot{position:absolute;top:50%;width:9px;height:9px;margin:-4.5px 0 0 -4.5px;border-radius:50%;background:var(--nowhere);border:1px solid var(--card)}
.dot.decisive{background:var(--bad);width:11px;height:11px;margin:-5.5px 0 0 -5.5px;z-index:1}
.bar{display:flex;height:28px;border-radius:5px;overflow:hidden;background:var(--hatch)}
.bar i{font-style:normal;color:#fff;font-size:12px;line-height:28px;padding-left:6px;white-space:nowrap;overflow:hidden;min-width:2px;padding-right:0}
.bar i:empty{padding:0}
.bar .after{background:repeating-linear-gradient(135deg,var(--warm) 0 2px,transparent 2px 7px);border:1px dashed var(--warm);border-radius:0 5px 5px 0}
.bar.never{background:repeating-linear-gradient(135deg,var(--bad-soft) 0 8px,var(--card) 8px 14px);border:1px dashed var(--bad);color:var(--bad);font-size:13px;align-items:center}
.bar.never span{padding:0 8px;margin-left:6px;background:var(--card);border-radius:4px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.s-detect{background:#a84d08}.s-decide{background:#7438d8}.s-propagate{background:#2460d8}.s-serve{background:#0b6d89}.s-warm{background:#45720b}
.predicted{position:relative;height:12px;margin-top:3px}
.predicted.none{height:auto;font-size:12px;color:var(--soft)}
.predicted .range{position:absolute;top:4px;height:4px;border-radius:2px}
.range{background:var(--nowhere)}
.key.range{height:4px;vertical-align:3px}
.typical{position:absolute;top:0;width:3px;height:12px;margin-left:-1.5px;border-radius:1px;background:var(--ink)}
.result{font-size:17px;font-weight:650;font-variant-numeric:tabular-nums;text-align:right}
.findings{list-style:none;margin:12px 0 0;padding:0}
.findings li{display:grid;grid-template-columns:84px 1fr;gap:12px;padding:12px 0;border-top:1px solid var(--line)}
.findings li:first-child{border-top:0;padding-top:4px}
.findings p{margin:0;overflow-wrap:anywhere}
.tag{justify-self:start;align-self:start;font-size:12px;font-weight:600;border-radius:99px;padding:2px 10px}
.critical .tag{color:var(--bad);background:var(--bad-soft)}
.warning .tag{color:var(--warn);background:var(--warn-soft)}
.info .tag{color:var(--info);background:var(--info-soft)}
.setting span{color:var(--soft)}
.saves{color:var(--good);font-weight:600}
code,pre{font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK KR",monospace}
code{background:var(--hatch);border-radius:4px;padding:1px 5px;overflow-wrap:anywhere}
pre{background:var(--hatch);border-radius:8px;padding:12px;overflow:auto;margin:8px 0 0}
.scroll{overflow-x:auto;margin-top:12px}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:left;padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
thead th{color:var(--soft);font-weight:500}
tbody th{font-weight:600}
tr:last-child>*{border-bottom:0}
.n{text-align:right;font-variant-numeric:tabular-nums;padding-right:16px}
.wide{white-space:normal;min-width:220px;overflow-wrap:anywhere}
.events code{background:none;color:var(--soft);padding:0}
table.drills td,table.drills tbody th{white-space:normal}
table.drills th{min-width:150px}
table.drills th:nth-child(2),table.drills th:nth-child(4),table.drills th:nth-child(5){min-width:70px}
table.drills p{margin:0 0 4px}
table.drills .wide{min-width:200px}
.rtos{min-width:330px}
.rto{display:grid;grid-template-columns:128px minmax(60px,1fr) 72px;gap:8px;align-items:center;line-height:1.5}
.rto .who{font-size:12px;color:var(--soft)}
.rto i{height:9px;border-radius:3px;min-width:2px}
.rto i.never{background:repeating-linear-gradient(135deg,var(--bad) 0 3px,var(--bad-soft) 3px 7px)}
.rto span:last-child{font-variant-numeric:tabular-nums;white-space:nowrap}
.drill{border-top:1px solid var(--line);padding-top:12px;scroll-margin-top:12px}
.drill>summary{font-size:16px;color:var(--ink)}
.drill>.lead{margin:8px 0 0}
details{margin-top:14px}
summary{cursor:pointer;font-size:14px;color:var(--info)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:8px 0;font-size:14px}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
a{color:var(--info);overflow-wrap:anywhere}
@media(max-width:720px){
main{padding:20px 12px 40px}
h1{font-size:24px}
section{padding:16px 14px;border-radius:10px}
.cards{grid-template-columns:1fr 1fr;gap:10px}
.card .figure{font-size:20px}
.row{grid-template-columns:1fr;margin-bottom:10px}
.row .who{display:flex;gap:8px;align-items:baseline;flex-wrap:wrap;margin-bottom:2px}
.row .who:empty{display:none}
.axis .odd{display:none}
.bar-row{grid-template-columns:1fr auto}
.bar-row .who{grid-column:1}
.bar-row .result{grid-column:2;grid-row:1}
.bar-row .bar-place{grid-column:1/-1}
.plot.tall{height:54px}
.findings li{grid-template-columns:1fr;gap:6px}
.phase{font-size:10px}
.wide{min-width:430px}
.events .wide{min-width:0}
.bar i{font-size:10px;padding-left:3px}
.events thead{display:none}
.events tr{display:block;padding:6px 0;border-bottom:1px solid var(--line)}
.events td{display:inline;border:0;padding:0 6px 0 0;white-space:normal;text-align:left}
.events td.n{font-weight:600}
dl{grid-template-columns:1fr;gap:0}
dd{margin-bottom:8px}
}
@media print{
:root{color-scheme:light;--bg:#fff;--card:#fff;--ink:#171b21;--soft:#55606e;--line:#dfe3e8;--grid:#e9ecf0;--warm:#45720b;--edge:#3b74d9;--primary:#7a5bd0;--standby:#0f9a83;--other:#b7791f;--nowhere:#a3abb6;--bad:#c4212f;--bad-soft:#fdecee;--good:#13734b;--good-soft:#e7f6ee;--warn:#925400;--warn-soft:#fdf3e0;--info:#1d58b8;--info-soft:#e9f0fc;--band:rgba(196,33,47,.09);--hatch:#eceff3;--phase:#e4e9f1;--phase2:#d3dbe8}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:11px}
main{max-width:none;padding:0}
h1{font-size:22px}
section{border:0;border-top:1px solid var(--line);border-radius:0;padding:12px 0;margin:6px 0}
h2,h3{break-after:avoid}
tr,.row,.bar-row,.card,.chart,.bars,.findings li{break-inside:avoid}
.legend,.intro{break-after:avoid}
details:not([open]):not(.drill){display:none}
.drill{break-before:page}
.drill::details-content{content-visibility:visible}
.rtos{min-width:240px}
.rto{grid-template-columns:96px minmax(30px,1fr) 60px}
.scroll{overflow:visible}
th,td{white-space:normal}
.n{white-space:nowrap}
@page{size:A4;margin:14mm}
}
`;
