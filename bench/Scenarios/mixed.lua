-- A front end's day: lists after each change, few changes.
return mix { list = 40, filter = 15, search = 5, get = 20, create = 5, update = 5, toggle = 10 }
