// What is pasted into a text area comes in as plain paragraphs and lists, without what cannot be
// seen. jobbtorg/ui/cleaning.py does the same to every form that is sent.

import { parse } from "./inert.js";

const LINE_BREAKS = /\r\n|[\r\v\f\x85\u2028\u2029]/g;
const INVISIBLE = /[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffc]/g;
const LOOSE_JOINERS = /(?<![\u0600-\u{10ffff}])[\u200c\u200d]+/gu;
const FIXED_SPACES = /[ \u00a0]*[\u00a0\u2007\u202f][ \u00a0\u2007\u202f]*/g;
const AT_LINE_END = /^\u00a0| ?\u00a0$/gm;

export function clean(text) {
  return text.replace(LINE_BREAKS, "\n").replace(INVISIBLE, "").replace(LOOSE_JOINERS, "")
    .replace(FIXED_SPACES, "\u00a0").replace(AT_LINE_END, "").replaceAll("\u00a0", " ");
}

const SKIPPED = "style, script, head, title, noscript, template, [hidden], img, svg, object";
const BLOCKS = /^(ADDRESS|ARTICLE|BLOCKQUOTE|DD|DIV|DL|DT|FIGURE|FOOTER|HEADER|LI|MAIN|OL|PRE|SECTION|TABLE|TBODY|THEAD|TR|UL)$/;
const PARAGRAPHS = /^(P|H[1-6])$/;

const style = (element) => (element.getAttribute("style") ?? "").toLowerCase().replace(/\s/g, "");
const isHidden = (element) => element.matches(SKIPPED) || /display:none|mso-hide:all/.test(style(element));
const isWordsItem = (element) => /mso-list:l\d/.test(style(element)) || /MsoListParagraph/.test(element.className);
const isWordsMark = (element) => style(element).includes("mso-list:ignore");
const isEmpty = (element) => !element.textContent.replace(/[\s\u00a0]/g, "") && !element.querySelector("br + br");

/* Word's bullet is a letter of a symbol font; its numbers and letters are what they say. */
function mark(text) {
  const said = text.replace(/[\s\u00a0]/g, "");
  return /^(\d+|[a-zA-Z]{1,4})[.)]$/.test(said) ? said : "–";
}

function itemsMark(item) {
  const list = item.parentElement;
  if (list?.tagName !== "OL") return "–";
  const place = [...list.children].filter((child) => child.tagName === "LI").indexOf(item);
  return `${(Number(list.getAttribute("start")) || 1) + place}.`;
}

class Lines {
  constructor(between) {
    this.between = between; // what parts two paragraphs: an empty line, or none where Word puts its own
    this.text = "";
  }

  add(text) {
    const joined = text.replace(/[ \t\r\n]+/g, " ");
    this.text += /(^|\s)$/.test(this.text) ? joined.replace(/^ /, "") : joined;
  }

  /* At least so many line breaks before what comes next. */
  part(count) {
    if (!this.text) return;
    const ends = this.text.match(/[ \n]*$/)[0];
    const breaks = Math.max(count, ends.split("\n").length - 1);
    this.text = this.text.slice(0, this.text.length - ends.length) + "\n".repeat(breaks);
  }

  walk(node) {
    if (node.nodeType === Node.TEXT_NODE) node.parentElement.closest("pre") ? this.text += node.data : this.add(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || isHidden(node)) return;
    if (node.tagName === "BR") this.text = `${this.text.replace(/ +$/, "")}\n`;
    else if (isWordsMark(node)) this.text += `${mark(node.textContent)} `;
    else if (isWordsItem(node)) this.block(node, 1);
    else if (node.tagName === "LI") this.block(node, 1, `${itemsMark(node)} `);
    else if (PARAGRAPHS.test(node.tagName) && node.closest("li, td, th")) this.block(node, 1, "", true);
    else if (PARAGRAPHS.test(node.tagName)) this.block(node, this.between);
    else if (BLOCKS.test(node.tagName)) this.block(node, /^[OU]L$/.test(node.tagName) ? this.between : 1);
    else if (/^T[DH]$/.test(node.tagName) && node.previousElementSibling) { this.text += "\t"; this.inside(node); }
    else this.inside(node);
  }

  block(node, breaks, before = "", first = false) {
    const begins = first && node === node.parentElement.firstElementChild; // <li><p>: after its mark
    if (!begins) this.part(node.closest("li li, li ul, li ol") ? 1 : breaks);
    this.text += before;
    if (PARAGRAPHS.test(node.tagName) && isEmpty(node)) this.part(2);
    else this.inside(node);
    this.part(node.closest("li li, li ul, li ol") ? 1 : breaks);
  }

  inside(node) { for (const child of node.childNodes) this.walk(child); }
}

/* A document that is parsed so runs nothing and fetches nothing. */
export function fromHtml(html) {
  const { body } = parse(html);
  const paragraphs = [...body.querySelectorAll("p")];
  const spaced = paragraphs.some(isEmpty); // Outlook parts its paragraphs by empty ones
  const lines = new Lines(spaced ? 1 : 2);
  lines.walk(body);
  return clean(lines.text).replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
}

/* The way that can be undone; where a browser lacks it, the text is set and told of. */
export function insert(area, text) {
  area.focus();
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
}

document.addEventListener("paste", (event) => {
  const area = event.target;
  if (!(area instanceof HTMLTextAreaElement) || area.readOnly || area.disabled) return;
  const html = event.clipboardData.getData("text/html");
  const text = (html && fromHtml(html)) || clean(event.clipboardData.getData("text/plain"));
  if (!text) return;
  event.preventDefault();
  insert(area, text);
});
