'use strict';
// The table of a fleet: what is typed, and what is ticked, leaves the sites that fit.
(() => {
  const rows = [...document.querySelectorAll('tr.site')];
  const tools = document.querySelector('.tools');
  const search = document.getElementById('search');
  const failing = document.getElementById('failing');
  const left = document.getElementById('left');
  const words = rows.map(row => row.textContent.toLowerCase());
  const show = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, i) => {
      const fits = wanted.every(word => words[i].includes(word)) && (!failing.checked || row.dataset.failing === '1');
      row.hidden = !fits;
      count += fits;
    });
    left.textContent = `${count} of ${rows.length}`;
  };
  search.addEventListener('input', show);
  failing.addEventListener('change', show);
  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    }
  });
  tools.hidden = false;
  show();
})();
