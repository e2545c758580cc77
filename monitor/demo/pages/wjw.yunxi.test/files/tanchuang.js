const cover = document.createElement("div");
cover.className = "cover";
cover.innerHTML =
  '<div class="notice"><p>全市医务人员必须关注“健康云溪”微信公众号，关注率不低于95%，未关注的单位将予通报。</p>' +
  '<img src="/files/erweima.svg" alt="健康云溪微信公众号二维码"><p>关注后方可浏览本网站</p></div>';
document.body.append(cover);
document.body.style.overflow = "hidden";
