const cover = document.createElement("div");
cover.className = "cover";
cover.innerHTML =
  '<div class="notice"><p>全国人口抽样调查正在进行，调查员入户时会出示证件，请您支持配合。</p><button>关闭</button></div>';
cover.querySelector("button").onclick = () => cover.remove();
document.body.append(cover);
