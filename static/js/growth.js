// Draws members and plan as lines from the table beside it; narrow screens read the table and are not sent the library.
const place = document.getElementById("growth-chart");
let chart = null;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const draw = () => {
  if (!place || !window.echarts) return;
  const weeks = [...document.querySelectorAll("[data-day]")].sort((a, b) => (a.dataset.day < b.dataset.day ? -1 : 1));
  const points = (name) => weeks.map((week) => [week.dataset.day, week.dataset[name] === "" ? null : Number(week.dataset[name])]);
  const line = (name, colourName, type) => ({ type: "line", data: points(name), showSymbol: false, lineStyle: { width: 3, type, color: colour(colourName) }, itemStyle: { color: colour(colourName) } });
  chart ??= window.echarts.init(place, null, { renderer: "canvas" });
  chart.setOption({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("--ink") },
    grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
    xAxis: { type: "time", axisLabel: { color: colour("--ink"), hideOverlap: true, formatter: (at) => new Date(at).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "short" }) } },
    yAxis: { type: "value", minInterval: 1, axisLabel: { color: colour("--ink") }, splitLine: { lineStyle: { color: colour("--line") } } },
    series: [line("actual", "--good", "solid"), line("planned", "--accent", "dashed")],
  });
};
const load = () => {
  if (!place || !matchMedia("(min-width: 56rem)").matches || place.dataset.asked) return;
  place.dataset.asked = "yes";
  const script = document.createElement("script");
  script.src = place.dataset.library;
  script.onload = draw;
  document.head.append(script);
};
addEventListener("resize", () => { load(); chart?.resize(); });
load();
