dpmlog --version
dpmlog --vers code
