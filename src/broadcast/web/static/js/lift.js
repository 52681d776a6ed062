// A slot lifted from the grid: where it would be put. It writes its place as data, which the styles read.
const DAY = 1440;
const SNAP = 5;

export const timeOf = (minutes) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const minutesOf = (time) => {
  const [hours, minutes] = time.split(":").map(Number);
  return (hours || 0) * 60 + (minutes || 0);
};

export class Lift {
  constructor(link, sheet) {
    this.link = link;
    this.sheet = sheet;
    this.item = link.closest("li");
    this.home = this.item.parentElement;
    this.columns = [...sheet.querySelectorAll(".column")];
    this.day = this.columns.findIndex((column) => column.contains(link));
    this.begins = Number(link.dataset.begins);
    this.minutes = Number(link.dataset.minutes);
    this.first = { day: this.day, begins: this.begins, minutes: this.minutes };
    this.times = link.querySelector("time");
    this.told = this.times.textContent;
    this.shown = { ...this.item.dataset };
    this.item.classList.add("lifted");
  }

  static fresh(sheet, { title, date, time, minutes }) {
    const columns = [...sheet.querySelectorAll(".column")];
    const column =
      columns.find((one) => one.dataset.date === date) ?? sheet.querySelector(".column.chosen") ?? columns[0];
    const item = document.createElement("li");
    item.className = "block";
    const link = document.createElement("a");
    link.href = "#place";
    link.dataset.block = "";
    link.dataset.begins = minutesOf(time);
    link.dataset.minutes = minutes;
    const what = Object.assign(document.createElement("span"), { className: "what", textContent: title });
    link.append(document.createElement("time"), " ", what);
    item.append(link);
    column.querySelector("ol").append(item);
    const lift = new Lift(link, sheet);
    lift.isNew = true;
    lift.draw();
    return lift;
  }

  get date() {
    return this.columns[this.day].dataset.date;
  }

  get hasMoved() {
    return this.day !== this.first.day || this.begins !== this.first.begins;
  }

  get hasChanged() {
    return this.hasMoved || this.minutes !== this.first.minutes;
  }

  shift(minutes) {
    this.begins = Math.min(Math.max(this.begins + minutes, 0), DAY - SNAP);
    this.draw();
  }

  turn(days) {
    this.day = Math.min(Math.max(this.day + days, 0), this.columns.length - 1);
    this.draw();
  }

  stretch(minutes) {
    this.minutes = Math.min(Math.max(this.minutes + minutes, SNAP), DAY);
    this.draw();
  }

  // Where the pointer took hold, in minutes below the slot's beginning.
  grip(event) {
    this.held = this.isNew ? 0 : this.#minutesAt(event) - this.begins;
    this.end = this.begins + this.minutes;
    this.from = this.#minutesAt(event);
  }

  follow(event) {
    const at = this.#minutesAt(event);
    if (this.isStretching) {
      const end = Math.round((this.end + at - this.from) / SNAP) * SNAP;
      this.minutes = Math.min(Math.max(end - this.begins, SNAP), DAY);
    } else {
      const over = this.columns.findIndex((column) => {
        const box = column.getBoundingClientRect();
        return box.width > 0 && event.clientX >= box.left && event.clientX < box.right;
      });
      if (over >= 0) this.day = over;
      this.begins = Math.min(Math.max(Math.round((at - this.held) / SNAP) * SNAP, 0), DAY - SNAP);
    }
    this.draw();
  }

  #minutesAt(event) {
    const box = this.columns[this.day].querySelector("ol").getBoundingClientRect();
    return ((event.clientY - box.top) / box.height) * DAY;
  }

  words() {
    return `${this.columns[this.day].dataset.name} ${timeOf(this.begins)}–${timeOf(this.begins + this.minutes)}`;
  }

  draw() {
    const list = this.columns[this.day].querySelector("ol");
    if (this.item.parentElement !== list) {
      const hadFocus = document.activeElement === this.link;
      this.moving = true;
      list.append(this.item);
      if (hadFocus) this.link.focus();
    }
    const lasts = Math.min(this.minutes, DAY - this.begins);
    Object.assign(this.item.dataset, {
      h: Math.floor(this.begins / 60), m: this.begins % 60, lh: Math.floor(lasts / 60), lm: lasts % 60,
    });
    this.times.textContent = `${timeOf(this.begins)}–${timeOf(this.begins + this.minutes)}`;
  }

  leave() {
    if (this.isNew) {
      this.item.remove();
      return;
    }
    this.item.classList.remove("lifted");
    if (this.item.parentElement !== this.home) this.home.append(this.item);
    Object.assign(this.item.dataset, this.shown);
    this.times.textContent = this.told;
  }
}
