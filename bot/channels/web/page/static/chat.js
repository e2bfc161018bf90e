// The chat: asks /api/ask and shows the reply. Text from outside only ever becomes text (textContent), never markup.

const LANGUAGE_KEY = "hoidap.language";
const PATIENCE_MS = 60000;

const byId = (id) => document.getElementById(id);
const log = byId("log");
const form = byId("form");
const field = byId("question");
const send = byId("send");
const searching = byId("searching");
const welcome = byId("welcome");
const fresh = byId("fresh");
const mostTurns = Number(document.body.dataset.turns);

let words = {};
let language = "vi";
let turns = [];
let waiting = null;

// Elements

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

function unseen(text) {
  return element("span", "unseen", `${text} `);
}

function link(href, text, spoken = text) {
  const made = element("a", "", text);
  made.href = href;
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  made.setAttribute("aria-label", `${spoken} ${words.new_tab}`);
  return made;
}

function vietnamese(node) {
  node.lang = "vi";
  return node;
}

function button(text, act) {
  const made = element("button", "quiet", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

// The picture of a comparison comes as a tree; only these elements are made of it, and text stays text

const DRAWN = new Set(["svg", "title", "desc", "text", "line", "rect"]);

function drawn({ name, attributes, children }) {
  if (!DRAWN.has(name)) return "";
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) if (!key.startsWith("on")) made.setAttribute(key, value);
  made.append(...children.map((child) => (typeof child === "string" ? child : drawn(child))));
  return made;
}

// The reply, in the order every door keeps: short answer, what stands around it, quote, title, date, link, sample

function quoted([before, answer, after]) {
  return vietnamese(element("blockquote", "", before, answer && element("mark", "", answer), after));
}

function where(source, withPassage) {
  const line = element("p", "where");
  if (source.date) line.append(element("span", "", source.date));
  if (source.url) line.append(link(source.url, `${words.source}: ${new URL(source.url).host}`));
  if (withPassage) line.append(link(source.article, words.passage, `${words.passage_of} ${source.title}`));
  if (source.is_sample) line.append(element("span", "badge", words.sample));
  return line;
}

function proof(sources) {
  const [first] = sources;
  const title = first.title ? vietnamese(element("p", "cited", first.title)) : null;
  const quotes = sources.map((source) => quoted(source.quote));
  const made = element("figure", "proof", ...quotes, element("figcaption", "", title, where(first, true)));
  return { made, toggle: sources.length === 1 && first.paragraph ? paragraphButton(first, quotes[0]) : null };
}

// Puts the paragraph around the quote in its place, and back
function paragraphButton(source, quote) {
  let open = null;
  const toggle = button(words.paragraph, async () => {
    if (open) {
      open.replaceWith(quote);
      open = null;
    } else {
      const found = await paragraphOf(source);
      if (!found || open) return;
      open = quoted(found);
      quote.replaceWith(open);
    }
    toggle.textContent = open ? words.less : words.paragraph;
    toggle.setAttribute("aria-expanded", String(Boolean(open)));
  });
  toggle.setAttribute("aria-expanded", "false");
  return toggle;
}

async function paragraphOf(source) {
  try {
    const response = await fetch(source.paragraph);
    return response.ok ? (await response.json()).paragraph : null;
  } catch {
    return null;
  }
}

// What further articles say, one with each press; who reads by keyboard or ear is taken to it
function anotherButton(others) {
  const rest = [...others];
  const more = button(words.another, () => {
    const { made, toggle } = proof([rest.shift()]);
    if (toggle) made.append(element("div", "choices", toggle));
    made.tabIndex = -1;
    more.closest(".answer").append(made);
    if (rest.length) made.after(element("div", "choices", more));
    else more.remove();
    for (const row of document.querySelectorAll(".choices:empty")) row.remove();
    made.focus();
  });
  return more;
}

// Quotes of one article that follow each other share its title, date and links
function byArticle(sources) {
  const groups = [];
  for (const source of sources) {
    const last = groups.at(-1)?.[0];
    if (last && last.article_id === source.article_id && last.version === source.version) groups.at(-1).push(source);
    else groups.push([source]);
  }
  return groups;
}

function nearest(alternatives) {
  const list = element("ul", "");
  for (const source of alternatives) {
    const title = vietnamese(link(source.article, source.title || source.quote.join("")));
    list.append(element("li", "", title, where({ ...source, url: null }, false)));
  }
  return element("section", "nearest", element("h2", "", words.nearest), list);
}

// "Quý II năm 2020: how many?" beside "Năm 2020: how many?": what they share goes without saying
function choicesOf(choices) {
  const parted = choices.map((choice) => [choice.split(": ", 1)[0], choice.slice(choice.indexOf(": "))]);
  const shared = parted.every(([label, rest]) => label !== choices[0] && rest === parted[0][1]);
  return element("div", "choices", ...choices.map((choice, i) => {
    const made = button(shared ? parted[i][0] : choice, () => ask(choice));
    made.setAttribute("aria-label", choice);
    return made;
  }));
}

// A short line ("as of 20/6/2020") stands beside the short answer, longer ones below it
function besideFirst({ headline, lines, ordered }) {
  if (!headline || ordered) return lines;
  const short = (line) => line.length <= 40;
  return [...lines.filter(short), ...lines.filter((line) => !short(line))];
}

function shown(answer) {
  const { reply } = answer;
  const bubble = element("article", answer.answered ? "answer" : "answer declined", unseen(words.bot));
  bubble.lang = reply.language;
  const told = element("div", "told");
  if (reply.headline) {
    const long = reply.headline.length > 36 || reply.ordered ? "headline long" : "headline";
    // A figure stays on one line with the word behind it
    const headline = reply.headline.replace(/(\d) (?=\p{L})/gu, "$1\u00a0");
    told.append(vietnamese(element("strong", long, headline)));
  }
  for (const line of besideFirst(reply)) told.append(element("p", "line", line));
  if (reply.chart) told.append(drawn(reply.chart));
  bubble.append(told);
  const proofs = byArticle(reply.sources).map(proof);
  const alone = proofs.length === 1;
  for (const { made, toggle } of proofs) {
    if (toggle && !alone) made.append(element("div", "choices", toggle));
    bubble.append(made);
  }
  if (answer.choices.length) bubble.append(choicesOf(answer.choices));
  if (reply.alternatives.length) bubble.append(nearest(reply.alternatives));
  const another = reply.others.length && !answer.choices.length ? anotherButton(reply.others) : null;
  const toggle = alone ? proofs[0].toggle : null;
  if (toggle || another) bubble.append(element("div", "choices", toggle, another));
  return bubble;
}

function complaint(message, mine, question) {
  const bubble = element("article", "answer fault", unseen(words.bot), element("p", "", message));
  const retry = () => {
    bubble.remove();
    mine.remove();
    ask(question);
  };
  bubble.append(element("div", "choices", button(words.retry, retry)));
  return bubble;
}

// The conversation

async function post(question, signal) {
  const response = await fetch("/api/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": language },
    body: JSON.stringify({ question, turns, language }),
    signal,
  });
  const answer = await response.json();
  if (response.status === 401) window.location.assign("/enter");
  return { answer, error: response.ok ? null : answer.error.message };
}

async function ask(text) {
  const question = text.trim();
  if (waiting || !question) {
    field.focus();
    return;
  }
  const mine = element("p", "question", unseen(words.you), question);
  log.append(mine);
  begin();
  let bubble;
  try {
    const { answer, error } = await post(question, waiting.signal);
    bubble = error ? complaint(error, mine, question) : shown(answer);
    if (!error && mostTurns && answer.leads_on) turns = [...turns, question].slice(-mostTurns);
  } catch {
    bubble = complaint(words.offline, mine, question);
  }
  end();
  log.append(bubble);
  mine.scrollIntoView({ block: "start" });
}

function begin() {
  waiting = new AbortController();
  waiting.timer = setTimeout(() => waiting?.abort(), PATIENCE_MS);
  welcome.hidden = true;
  fresh.hidden = false;
  searching.hidden = false;
  send.setAttribute("aria-disabled", "true");
  field.value = "";
  grow();
  field.focus();
  searching.scrollIntoView({ block: "end" });
}

function end() {
  clearTimeout(waiting.timer);
  waiting = null;
  searching.hidden = true;
  send.removeAttribute("aria-disabled");
}

function startOver() {
  if (waiting) return;
  turns = [];
  log.replaceChildren();
  welcome.hidden = false;
  fresh.hidden = true;
  field.focus();
}

// The field

function grow() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}

function submit(event) {
  event.preventDefault();
  if (!waiting) ask(field.value);
}

function keyed(event) {
  // While a Vietnamese or Chinese keyboard is still composing, Enter belongs to the keyboard
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
}

// The interface language

function remembered() {
  try {
    return localStorage.getItem(LANGUAGE_KEY) === "en" ? "en" : "vi";
  } catch {
    return "vi";
  }
}

function remember() {
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // Without storage the choice lasts as long as the page
  }
}

function put(name) {
  for (const node of document.querySelectorAll(`[data-words-${name}]`)) {
    node.setAttribute(name, words[node.getAttribute(`data-words-${name}`)]);
  }
}

async function speak(wanted) {
  const response = await fetch(`/words/${wanted}.json`);
  if (!response.ok) return;
  words = await response.json();
  language = wanted;
  document.documentElement.lang = language;
  document.title = words.title;
  for (const node of document.querySelectorAll("[data-words]")) node.textContent = words[node.dataset.words];
  for (const name of ["placeholder", "title", "aria-label"]) put(name);
}

async function switchLanguage() {
  await speak(language === "vi" ? "en" : "vi");
  remember();
}

form.addEventListener("submit", submit);
field.addEventListener("keydown", keyed);
field.addEventListener("input", grow);
fresh.addEventListener("click", startOver);
byId("switch").addEventListener("click", switchLanguage);
for (const example of document.querySelectorAll(".example")) {
  example.addEventListener("click", () => ask(example.textContent));
}
await speak(remembered());
document.body.dataset.ready = "true";
if (window.matchMedia("(hover: hover)").matches) field.focus();
