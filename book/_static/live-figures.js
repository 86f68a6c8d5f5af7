/* Brings the page's figures to life without a kernel: their code and their state are saved in the page.
   Each figure is an anywidget. Here it gets a model that remembers what is set and tells who listens. */
(() => {
  const saved = document.querySelector('script[type="application/vnd.jupyter.widget-state+json"]');
  if (!saved) return;
  const states = JSON.parse(saved.textContent).state;

  const modelOf = (state) => {
    const listeners = {};
    return {
      get: (name) => state[name],
      set(name, value) {
        if (state[name] === value) return;
        state[name] = value;
        for (const listener of [...(listeners[`change:${name}`] ?? [])]) listener();
      },
      save_changes() {},
      send() {},
      on: (event, listener) => (listeners[event] ??= new Set()).add(listener),
      off: (event, listener) => listeners[event]?.delete(listener),
    };
  };

  /* Long parts of a state are files of their own, scripts that call figureData when they have come. */
  const waiting = {};
  window.figureData = (file, text) => waiting[file].forEach((take) => take(text));
  const load = (address, take) => {
    const file = address.split("/").pop();
    const first = !waiting[file];
    (waiting[file] ??= []).push(take);
    if (first) document.head.append(Object.assign(document.createElement("script"), { src: address }));
  };

  const styles = new Set();
  async function wake(place) {
    const { state, files = {} } = states[place.dataset.modelId] ?? {};
    if (!state?._esm) return;
    const still = [...place.childNodes];
    try {
      if (!styles.has(state._css)) {
        styles.add(state._css);
        document.head.append(Object.assign(document.createElement("style"), { textContent: state._css }));
      }
      const address = URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" }));
      const { default: figure } = await import(address);
      URL.revokeObjectURL(address);
      const model = modelOf(state);
      await figure.render({ model, el: place });
      if (!Object.keys(files).length) return;
      new IntersectionObserver((seen, observer) => {
        if (!seen.some((one) => one.isIntersecting)) return;
        observer.disconnect();
        for (const name in files) load(files[name], (text) => model.set(name, text));
      }, { rootMargin: "300px" }).observe(place);
    } catch (error) {
      place.replaceChildren(...still);
      console.error("A figure stays still:", error);
    }
  }
  document.querySelectorAll(".live-figure").forEach(wake);
})();
