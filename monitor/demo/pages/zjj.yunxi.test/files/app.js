fetch("/gzdt/")
  .then((answer) => answer.text())
  .then((text) => {
    const list = new DOMParser().parseFromString(text, "text/html");
    document.getElementById("app").innerHTML = list.querySelector(".wrap").outerHTML;
  });
