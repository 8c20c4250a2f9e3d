// Charts of the board. The tables say the same without them. Loaded by the board alone; of echarts only what is drawn here.
import { BarChart, LineChart, MapChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TitleComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, registerMap, use } from "echarts/core";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, MapChart, AriaComponent, GridComponent, LegendComponent, TitleComponent, TooltipComponent, VisualMapComponent, CanvasRenderer, SVGRenderer]);

const SHADES = ["#e7f0ed", "#b9d3cb", "#84b0a4", "#4a8577", "#1d5b4f"];
const LINES = [["#1d5b4f", "solid", "circle"], ["#a3201a", "dashed", "triangle"], ["#a15c00", "dotted", "diamond"], ["#31507a", "solid", "rect"]];
const FONT = getComputedStyle(document.body).fontFamily;
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const place = document.querySelector("[data-board]");

// The strict policy allows no inline style in markup: tooltips are drawn on the canvas.
const common = () => ({ animation: !still, textStyle: { fontFamily: FONT }, aria: { enabled: true, decal: { show: true } }, tooltip: { renderMode: "richText", confine: true } });
const say = (key) => place.dataset[key];
const number = (value) => (value === null || value === undefined ? say("leftOut") : value.toLocaleString("en-US"));

function classes(values) {
  const known = [...new Set(values.filter((v) => v !== null && v !== undefined))].sort((a, b) => a - b);
  if (!known.length) return [];
  const cuts = [...new Set(SHADES.map((_, n) => known[Math.min(known.length - 1, Math.floor((n * known.length) / SHADES.length))]))];
  return cuts.map((from, n) => {
    const to = n + 1 < cuts.length ? cuts[n + 1] : Infinity;
    const last = known.filter((v) => v < to).at(-1);
    return { gte: from, lt: to, color: SHADES[cuts.length === 1 ? 2 : Math.round((n * (SHADES.length - 1)) / (cuts.length - 1))], label: `${n + 1}: ${from === last ? from : `${from}–${last}`}` };
  });
}

function mapOption(units, measure, name) {
  const pieces = classes(units.map((unit) => unit[measure]));
  const of = (value) => pieces.findIndex((piece) => value >= piece.gte && value < piece.lt) + 1;
  const byCode = Object.fromEntries(units.map((unit) => [unit.code, unit]));
  return {
    ...common(),
    aria: { enabled: true, label: { description: `${say("mapTitle")} ${name}. ${say("inTable")}` } },
    tooltip: { ...common().tooltip, formatter: ({ name: code }) => (byCode[code] ? `${byCode[code].name}\n${name}: ${number(byCode[code][measure])}` : say("noFigure")) },
    visualMap: { type: "piecewise", pieces, left: 0, bottom: 0, textStyle: { fontSize: 12 }, outOfRange: { color: "#ffffff" } },
    series: [{
      type: "map", map: "counties", selectedMode: false, nameProperty: "name", aspectScale: 0.75,
      itemStyle: { borderColor: "#51635d", areaColor: "#ffffff" },
      emphasis: { itemStyle: { areaColor: "#ffdd9a" }, label: { show: true, color: "#1f2937" } },
      // the number of its class stands in every county: nothing is told by colour alone
      label: { show: true, fontSize: 10, color: "#1f2937", textBorderColor: "#ffffff", textBorderWidth: 2, formatter: ({ value }) => (Number.isNaN(value) ? "" : String(of(value))) },
      labelLayout: { hideOverlap: true },
      data: units.map((unit) => ({ name: unit.code, value: unit[measure] ?? NaN })),
    }],
  };
}

function barOption(units, measure, name) {
  const shown = units.filter((unit) => unit[measure] !== null).sort((a, b) => b[measure] - a[measure]).slice(0, 40);
  return {
    ...common(),
    aria: { enabled: true, label: { description: `${name}. ${say("inTable")}` }, decal: { show: false } },
    grid: { left: 8, right: 48, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: "value", minInterval: 1 },
    yAxis: { type: "category", inverse: true, data: shown.map((unit) => unit.name), axisLabel: { width: 120, overflow: "truncate" } },
    series: [{ type: "bar", name, itemStyle: { color: "#4a8577" }, label: { show: true, position: "right" }, data: shown.map((unit) => unit[measure]) }],
    shown,
  };
}

function lineOption(days, names) {
  const known = names.filter(([measure]) => days.some((day) => day[measure] !== null));
  return {
    ...common(),
    aria: { enabled: true, label: { description: `${say("timeTitle")}. ${say("inTable")}` } },
    tooltip: { ...common().tooltip, trigger: "axis" },
    legend: { top: 0, type: "plain", selectedMode: true },
    grid: { left: 8, right: 16, top: 56, bottom: 8, containLabel: true },
    xAxis: { type: "time" },
    yAxis: { type: "value", minInterval: 1 },
    series: known.map(([measure, name], n) => {
      const [color, type, symbol] = LINES[n % LINES.length];
      return { type: "line", step: "end", name, color, symbol, symbolSize: 7, lineStyle: { type, width: 2 }, connectNulls: false, data: days.map((day) => [day.on, day[measure]]) };
    }),
  };
}

function save(name, address) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}

// A picture says what it shows, of where and when, as a paper does.
function picture(box, option, kind, title) {
  const titled = { ...option, animation: false, backgroundColor: "#ffffff", title: { text: title, subtext: say("asOf"), left: "center", top: 4, textStyle: { fontFamily: FONT } } };
  if (titled.grid) titled.grid = { ...titled.grid, top: titled.legend ? 110 : 70 };
  if (titled.legend) titled.legend = { ...titled.legend, top: 60 };
  if (titled.series[0].type === "map") titled.series = [{ ...titled.series[0], top: 80 }];
  const size = { width: Math.max(800, box.clientWidth), height: Math.max(560, box.clientHeight + 80) };
  const drawn = kind === "svg" ? init(null, null, { renderer: "svg", ssr: true, ...size }) : init(document.createElement("div"), null, size);
  drawn.setOption(titled);
  if (kind === "svg") {
    const address = URL.createObjectURL(new Blob([drawn.renderToSVGString()], { type: "image/svg+xml" }));
    save(`${box.dataset.file}.svg`, address);
    URL.revokeObjectURL(address);
  } else save(`${box.dataset.file}.png`, drawn.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#ffffff" }));
  drawn.dispose();
}

const hasRoom = (box) => box.clientWidth > 0 && box.clientHeight > 0;

// A map cannot be drawn into nothing (a style sheet that is late or lost, a window without width): it waits until its box has a size.
function draw(box, option) {
  box.option = option;
  if (!hasRoom(box)) return;
  if (!box.chart) {
    box.chart = init(box, null, { renderer: "canvas" });
    box.chart.on("click", (event) => box.lead?.(event));
  }
  box.chart.setOption(option, true);
  box.chart.resize();
  box.drawn = option;
}

const sizes = new ResizeObserver((changes) => {
  for (const { target: box } of changes) {
    if (box.option && box.drawn !== box.option) draw(box, box.option);
    else if (box.chart && hasRoom(box)) box.chart.resize();
  }
});

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

async function begin() {
  const data = await fetched(place.dataset.charts);
  const outlines = place.dataset.outlines ? await fetched(place.dataset.outlines) : { features: [] };
  const mapped = outlines.features.length > 0 && data.counties.length > 0;
  if (mapped) registerMap("counties", outlines);
  const chooser = place.querySelector("select");
  const [first, second] = place.querySelectorAll(".chart");
  const names = [...chooser.options].map((option) => [option.value, option.text]);
  place.hidden = false;
  place.querySelector("[data-no-outlines]")?.toggleAttribute("hidden", outlines.features.length > 0 || !place.dataset.outlines);
  const show = () => {
    const [measure, name] = names[chooser.selectedIndex];
    const units = mapped ? data.counties : data.units;
    first.closest("figure").hidden = !units.length;
    first.style.height = mapped ? "" : `${Math.max(8, Math.min(units.length, 40) * 1.6 + 2)}rem`;
    draw(first, mapped ? mapOption(units, measure, name) : barOption(units, measure, name));
  };
  first.lead = (event) => {
    const unit = mapped ? data.counties.find((each) => each.code === event.name) : first.option.shown[event.dataIndex];
    if (unit) window.location.assign(unit.address);
  };
  show();
  chooser.addEventListener("change", show);
  if (second) draw(second, lineOption(data.days, names)); // one day alone is told in words
  [first, second].forEach((box) => box && sizes.observe(box));
  place.querySelectorAll("[data-picture]").forEach((button) => {
    button.addEventListener("click", () => {
      const box = button.closest("figure").querySelector(".chart");
      const title = box === first ? `${say("title")} · ${names[chooser.selectedIndex][1]}` : `${say("title")} · ${say("timeTitle")}`;
      picture(box, box.option, button.dataset.picture, title);
    });
  });
}

if (place) begin();
