"use strict";
// What is filled in without a network stays on this device: drafts while typing, and what waits to be sent. Photos are kept as they are.
(() => {
  const NAME = "honglian-offline";
  let opened = null;
  const open = () => {
    opened = opened || new Promise((done, fail) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("drafts", { keyPath: "key" });
        asked.result.createObjectStore("queue", { keyPath: "id" });
      };
      asked.onsuccess = () => {
        // Another window with a newer version must not wait for this one.
        asked.result.onversionchange = () => { asked.result.close(); opened = null; };
        done(asked.result);
      };
      asked.onerror = () => { opened = null; fail(asked.error); };
    });
    return opened;
  };
  // One transaction; resolved only when the device says that it is written.
  const within = async (stores, mode, work) => {
    const base = await open();
    return new Promise((done, fail) => {
      const write = base.transaction(stores, mode, { durability: "strict" });
      let answer;
      write.oncomplete = () => done(answer && answer.result);
      write.onabort = write.onerror = () => fail(write.error);
      answer = work(...stores.map((name) => write.objectStore(name)));
    });
  };

  // A chosen file points to the phone's memory and may be gone tomorrow: its content is taken over.
  const taken = async (file) => ({ name: file.name, type: file.type, blob: new Blob([await file.arrayBuffer()], { type: file.type }) });
  const given = (kept) => new File([kept.blob], kept.name, { type: kept.type });
  const pack = async (form, button, keep) => {
    const found = [];
    for (const [name, value] of new FormData(form, button)) {
      if (name === "csrfmiddlewaretoken" || (keep && !keep(name))) continue;
      if (!(value instanceof File)) found.push({ name, value });
      else if (value.name) found.push({ name, file: await taken(value) });
    }
    return found;
  };
  const unpack = (values) => {
    const body = new FormData();
    values.forEach(({ name, value, file }) => { if (file) body.append(name, given(file)); else body.append(name, value); });
    return body;
  };

  // Put kept values back into a form, chosen files too.
  const fill = (form, values) => {
    [...form.elements].forEach((field) => {
      if (!field.name || ["hidden", "submit", "button"].includes(field.type)) return;
      const mine = values.filter((one) => one.name === field.name);
      if (["checkbox", "radio"].includes(field.type)) field.checked = mine.some((one) => one.value === field.value);
      else if (field.type === "file") {
        const carrier = new DataTransfer();
        mine.filter((one) => one.file).forEach((one) => carrier.items.add(given(one.file)));
        field.files = carrier.files;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      } else if (field.type === "select-multiple") [...field.options].forEach((each) => { each.selected = mine.some((one) => one.value === each.value); });
      else if (mine.length) field.value = mine[0].value;
    });
  };

  window.honglian.offline = {
    usable: () => open().then(() => true, () => false),
    pack, unpack, fill,
    draft: (key) => within(["drafts"], "readonly", (drafts) => drafts.get(key)),
    keepDraft: (draft) => within(["drafts"], "readwrite", (drafts) => drafts.put(draft)),
    dropDraft: (key) => within(["drafts"], "readwrite", (drafts) => drafts.delete(key)),
    // The draft becomes something to send in one step, so that neither is lost nor both are there.
    enqueue: (entry, draft) => within(["queue", "drafts"], "readwrite", (queue, drafts) => { drafts.delete(draft); return queue.put(entry); }),
    update: (entry) => within(["queue"], "readwrite", (queue) => queue.put(entry)),
    remove: (id) => within(["queue"], "readwrite", (queue) => queue.delete(id)),
    get: (id) => within(["queue"], "readonly", (queue) => queue.get(id)),
    all: async () => (await within(["queue"], "readonly", (queue) => queue.getAll())).sort((a, b) => a.filledAt.localeCompare(b.filledAt)),
  };
})();
