// Draws the steps of all topics as bars on wide screens; narrow ones are not sent the library at all.
const place = document.getElementById("steps-chart");
let chart = null;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const draw = () => {
  const figures = [...document.querySelectorAll("[data-step]")];
  if (!place || !window.echarts || !figures.length) return;
  chart ??= window.echarts.init(place, null, { renderer: "canvas" });
  chart.setOption({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("--ink") },
    grid: { left: 8, right: 48, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: "value", show: false },
    yAxis: { type: "category", inverse: true, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: colour("--ink"), fontSize: 14 }, data: figures.map((figure) => figure.dataset.step) },
    series: [{ type: "bar", barWidth: 22, itemStyle: { color: colour("--level-3"), borderRadius: 6 }, label: { show: true, position: "right", color: colour("--ink"), formatter: (item) => figures[item.dataIndex].querySelector("dd").textContent.trim() }, data: figures.map((figure) => Number(figure.dataset.count)) }],
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
document.addEventListener("htmx:afterSwap", draw);
load();
