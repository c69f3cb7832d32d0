pagewalk-os 1
# Small pages become huge ones, and huge ones small again: when a child's store makes a copy, when a
# part gets other rights, when memory is short.
memory 48M
swap 48M
process A
map A data 8M rw
fill A data seed=1
promote A data
count promoted >= 2
check A data seed=1
random A data 500 writes=0
map A table 8M rw huge
fill A table seed=2
step A The pages of data were made huge; those of table were from the start.
# A page of the middle is locked: the child has small pages there.
lock A table 1M 4K
fork A B
unlock A table
touch B data 0 64K w
check B table 1M 64K seed=2
protect A table 4K 8K r
check A table seed=2
count split >= 2
stray B null w
unmap A data 1M 64K
touch A data 2M 1M w
# More than there is memory.
map A more 32M rw
fill A more seed=3
check A more seed=3
check A data 4M 4M seed=1
check A table seed=2
exit A
